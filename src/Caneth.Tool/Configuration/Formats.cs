using Caneth.Logs;
using Caneth.Tool.Services;

namespace Caneth.Tool.Configuration;

/// <summary>The log formats that a configuration can name: the library's, and those that a satellite brings.</summary>
internal static class Formats
{
    private const string ParquetName = "parquet";
    private const string ParquetExtension = ".parquet";

    /// <summary>The format of a name.</summary>
    public static LogFormat ByName(string name) => LogFormats.ByName(name.Equals(ParquetName, StringComparison.OrdinalIgnoreCase) ? Parquet().Name : name);

    /// <summary>The format of a path's extension, which is known after this.</summary>
    public static LogFormat? Known(ConfigSection section, string name) => section.Text(name) is not { } path ? null
        : path.EndsWith(ParquetExtension, StringComparison.OrdinalIgnoreCase) ? Parquet()
        : section.Read(name, LogFormats.ForPath);

    private static LogFormat Parquet()
    {
        if (LogFormats.TryForPath(ParquetExtension) is { } known)
        {
            return known;
        }

        var format = Parts.Create<LogFormat>("Caneth.Parquet");
        LogFormats.Add(format);
        return format;
    }
}
