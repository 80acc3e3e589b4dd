using System.Management.Automation;
using System.Text;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Reads databases, which say what the frames of a bus mean, and binds them to devices.</summary>
[Cmdlet(VerbsData.Import, "CanDatabase", DefaultParameterSetName = PathSet)]
[OutputType(typeof(CanDatabase))]
public sealed class ImportCanDatabaseCommand : CanCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    /// <summary>The DBC files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The DBC files, their paths taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The devices whose frames the databases describe: sessions or their names; by default all devices of the shell.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>What to call the database; by default as its file is called, without the extension.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How the text of the files is encoded: utf8, windows-1252, gb18030, shift_jis, or a number; by default their content tells it.</summary>
    [Parameter]
    [Read<EncodingConverter>]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    public Encoding? Encoding { get; set; }

    /// <summary>Emits the databases.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private DatabaseFinder Finder => field ??= new(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var finder = new FileFinder(this, CanErrors.DatabaseFileNotFound);
        var files = ParameterSetName == LiteralPathSet ? finder.Find(LiteralPath, isLiteral: true) : finder.Find(Path, isLiteral: false);
        if (Name is not null && files.Count > 1)
        {
            Fail<object>(CanErrors.OneNameForSeveral(Name, files.Count));
        }

        CanSession?[] sessions = Device is null ? [null] : [.. ResolveAll(Device)];
        foreach (var database in files.Select(file => Finder.Load(file, Name, Encoding)).OfType<CanDatabase>())
        {
            Finder.TellProblems(database);
            foreach (var session in sessions)
            {
                Finder.Bind(session, database);
            }

            if (PassThru)
            {
                WriteObject(database);
            }
        }
    }
}
