using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Writes a database to a file: DBC as it was read, or anew as DBC, JSON, CSV or Markdown.</summary>
[Cmdlet(VerbsData.Export, "CanDatabase", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
public sealed class ExportCanDatabaseCommand : CanCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The file to write; its extension gives the format: .dbc, .json, .csv, .md.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file to write, its path taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>The database: a name, a path or the database itself; by default the one of the device that was connected last.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>The format; by default the extension of the file gives it.</summary>
    [Parameter]
    public DatabaseFormat? Format { get; set; }

    /// <summary>Writes a DBC file anew from its meaning, instead of as it was read.</summary>
    [Parameter]
    public SwitchParameter Normalize { get; set; }

    /// <summary>Writes a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Never replaces a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    private readonly List<CanDatabase> databases = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Database is not null)
        {
            databases.AddRange(new DatabaseFinder(this).Databases(Database));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        IReadOnlyList<CanDatabase> given = databases.Count > 0 || MyInvocation.ExpectingInput ? databases : new DatabaseFinder(this).SetOf(null, State.DefaultSession).Databases;
        if (given.Distinct().ToList() is not [var database])
        {
            Fail<object>(CanErrors.NotOneDatabase(given.Select(one => one.Name)));
            return;
        }

        var file = OutputFile.Resolve(this, ParameterSetName == LiteralPathSet ? LiteralPath : Path);
        var format = Format ?? FormatOf(file);
        if (NoClobber && File.Exists(file))
        {
            Fail<object>(CanErrors.DatabaseFileExists(file));
        }

        if (ShouldProcess(file, $"Write database {database.Name}"))
        {
            Guard(() => Write(file, database, format), failure => CanErrors.DatabaseWriting(file, failure));
        }
    }

    private DatabaseFormat FormatOf(string file) => System.IO.Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".DBC" => DatabaseFormat.Dbc,
        ".JSON" => DatabaseFormat.Json,
        ".CSV" => DatabaseFormat.Csv,
        ".MD" or ".MARKDOWN" => DatabaseFormat.Markdown,
        _ => Fail<DatabaseFormat>(CanErrors.UnknownDatabaseFormat(file)),
    };

    private void Write(string file, CanDatabase database, DatabaseFormat format)
    {
        // In memory first: what cannot be made leaves a file that is there as it is.
        using var content = new MemoryStream();
        if (format == DatabaseFormat.Dbc && !Normalize)
        {
            database.Save(content);
        }
        else
        {
            database.Export(content, format);
        }

        OutputFile.Write(file, Force, stream => stream.Write(content.GetBuffer(), 0, (int)content.Length));
    }
}
