using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Plotting;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Writes signals as one table (CSV) over one axis of time, with a column for each signal.</summary>
[Cmdlet(VerbsData.Export, "CanSignal", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportCanSignalCommand : SeriesCmdlet
{
    private const long MaxRows = 100_000_000;

    private string file = "";

    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("LiteralPath", "PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Which signals: their names, or Message.Signal; wildcards are allowed. By default all.</summary>
    [Parameter(Position = 1)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SignalCompleter))]
    public string[]? Signal { get; set; }

    /// <summary>The signals of which messages: their names or ids; wildcards are allowed. By default all.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string[]? Message { get; set; }

    /// <summary>What the frames mean: DBC files, or databases that were imported, by name or by themselves; by default those bound to the device.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Log files whose signals are written; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Log { get; set; }

    /// <summary>A row each time this interval is over, with the last value of each signal; without it, a row for each time at which something came.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Sample { get; set; }

    /// <summary>Repeats the last value where none came, instead of leaving the cell empty.</summary>
    [Parameter]
    public SwitchParameter Hold { get; set; }

    /// <summary>Gives values that have names by these names.</summary>
    [Parameter]
    public SwitchParameter AsText { get; set; }

    /// <summary>Gives values as they lie in the frame, neither scaled nor named.</summary>
    [Parameter]
    public SwitchParameter AsRaw { get; set; }

    /// <summary>What stands between two columns; by default a comma.</summary>
    [Parameter]
    public char Delimiter { get; set; } = ',';

    /// <summary>Writes a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Never replaces a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits the file.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override IEnumerable<(string Path, bool IsLiteral)> Logs => (Log ?? []).Select(path => (path, false));

    private protected override ISeriesInput MakeInput() => new SignalInput(this, Database, Message, Signal);

    private protected override bool Begin()
    {
        if (AsText && AsRaw)
        {
            Fail<object>(CanErrors.TextAndRaw());
        }

        if (Sample?.Value == TimeSpan.Zero)
        {
            Fail<object>(CanErrors.NoInterval());
        }

        file = OutputFile.Resolve(this, Path);
        return OutputFile.MayWrite(this, file, NoClobber) && ShouldProcess(file, "Write signals");
    }

    private protected override void End(IReadOnlyList<TimeSeries> series)
    {
        var table = new WideTable(series)
        {
            Sample = Sample?.Value,
            Hold = Hold,
            Form = AsText ? SignalForm.Text : AsRaw ? SignalForm.Raw : SignalForm.Value,
            Delimiter = Delimiter,
        };
        if (Sample is not null && table.RowCount > MaxRows)
        {
            Fail<object>(CanErrors.TooManyRows(table.RowCount, MaxRows));
        }

        SignalTable.Write(this, file, Force, table);
        if (PassThru)
        {
            WriteObject(new FileInfo(file));
        }
    }
}
