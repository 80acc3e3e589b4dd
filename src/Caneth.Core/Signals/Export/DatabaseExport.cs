using Caneth.Signals.Dbc;

namespace Caneth.Signals.Export;

/// <summary>Writes databases in every format there is.</summary>
internal static class DatabaseExport
{
    public static void Write(CanDatabase database, Stream target, DatabaseFormat format)
    {
        switch (format)
        {
            case DatabaseFormat.Dbc:
                target.Write(DbcWriter.Write(database));
                break;
            case DatabaseFormat.Json:
                DatabaseJson.Write(database, target);
                break;
            case DatabaseFormat.Csv:
                DatabaseTable.Write(database, target);
                break;
            case DatabaseFormat.Markdown:
                DatabaseDocument.Write(database, target);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "It is no format of databases.");
        }
    }
}
