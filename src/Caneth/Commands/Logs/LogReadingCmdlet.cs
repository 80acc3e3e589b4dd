using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Logs;
using Caneth.Recording;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that read log files: finds the files, opens them, and reports what could not be read.</summary>
public abstract class LogReadingCmdlet : CanCmdlet
{
    /// <summary>The parameter set with wildcards.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set that takes paths as they are.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The log files; wildcards are allowed. Whether one is compressed with gzip is recognized by its content.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNull]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>The log files, their paths taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The format of the files; by default their extension gives it.</summary>
    [Parameter]
    [Read<LogFormatConverter>]
    [ArgumentCompleter(typeof(LogFormatCompleter))]
    public LogFormat? Format { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>Only frames from this moment on: a date and time, or seconds since the first frame of the file.</summary>
    [Parameter]
    [Read<LogTimeConverter>]
    public LogTime? After { get; set; }

    /// <summary>Only frames before this moment: a date and time, or seconds since the first frame of the file.</summary>
    [Parameter]
    [Read<LogTimeConverter>]
    public LogTime? Before { get; set; }

    private protected PipelineWaiter Waiter => field ??= new(this);

    /// <summary>Which frames of a log the parameters ask for; made anew for each log.</summary>
    private protected LogFilter Selection() => new(WantedFrames, Moment(After), Moment(Before));

    /// <summary>Which frames the parameters ask for, whenever they came.</summary>
    private protected FrameFilter WantedFrames => new FrameFilter(Id).Except(ExcludeId ?? []);

    /// <summary>A time in a log, given that of its first frame; null where none is asked for.</summary>
    private protected static Func<Timestamp, Timestamp>? Moment(LogTime? time) => time is null ? null : time.In;

    /// <summary>The files that are meant, after an error for each that is not there.</summary>
    private protected IReadOnlyList<string> Files() => ParameterSetName == LiteralPathSet
        ? new FileFinder(this, CanErrors.LogNotFound).Find(LiteralPath, isLiteral: true)
        : new FileFinder(this, CanErrors.LogNotFound).Find(Path, isLiteral: false);

    /// <summary>Opens a log.</summary>
    /// <returns>The log; null after an error was written, or where the summary beside the file shows that none of its frames is wanted.</returns>
    private protected LogFileReader? Open(string file)
    {
        if (RecordingSummary.IsOutside(file, Moment(After), Moment(Before)))
        {
            WriteVerbose(ModuleMessages.OutsideTime(file));
            return null;
        }

        try
        {
            return Waiter.Await(ModuleMessages.Opening(file), end => LogFileReader.OpenAsync(file, Format, After, end));
        }
        catch (Exception failure) when (CanErrors.LogReading(file, failure) is { } error)
        {
            WriteError(error);
            return null;
        }
    }
}
