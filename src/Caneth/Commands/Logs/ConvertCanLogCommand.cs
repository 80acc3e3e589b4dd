using System.Diagnostics;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Conversion;
using Caneth.Flow;
using Caneth.Logs;
using Caneth.Logs.Files;
using Caneth.Plotting;
using Caneth.Satellites;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>
/// Converts log files straight from file to file, without the pipeline: to any format, merged by time, selected, split, or decoded into a
/// table of signals.
/// </summary>
[Cmdlet(VerbsData.Convert, "CanLog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ConvertCanLogCommand : LogReadingCmdlet
{
    // A disk that hangs does not hold up whoever has pressed Ctrl+C.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(100);

    private readonly List<string> logs = [];
    private readonly HashSet<string> written = [];
    private ConversionPlan? plan;

    /// <summary>The file to write, for all logs together, or a folder, for a file of each; by default a file beside each log.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? Destination { get; set; }

    /// <summary>The format of the files that are written; by default the extension of -Destination gives it.</summary>
    [Parameter]
    [Read<LogFormatConverter>]
    [ArgumentCompleter(typeof(LogFormatCompleter))]
    public LogFormat? DestinationFormat { get; set; }

    /// <summary>Puts the frames of all logs into the order of time; by default one log follows the other.</summary>
    [Parameter]
    public SwitchParameter Merge { get; set; }

    /// <summary>Begins the next file when one has reached this many bytes: 100MB.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? MaxSize { get; set; }

    /// <summary>Begins the next file when the frames of one are this many seconds of the log.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxTime { get; set; }

    /// <summary>Writes tables of signals (CSV, Parquet) by what the frames mean: DBC files, or databases that were imported, by name or by themselves.</summary>
    [Parameter]
    [Read<DatabaseConverter>(Each = true)]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    public DatabaseArgument[]? Database { get; set; }

    /// <summary>Writes nine digits of a second's fraction instead of six, in candump and ASC.</summary>
    [Parameter]
    public SwitchParameter Nanoseconds { get; set; }

    /// <summary>Goes on at the end of a file that is there.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>Replaces a file that is there, a read-only one, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emits the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private LogFormat TableFormat => Destination is not null && LogFormats.TryForPath(Destination) is SatelliteLogFormat format ? format : LogFormats.Csv;

    private ExistingFile Existing => Append ? ExistingFile.Append : Force ? ExistingFile.Replace : ExistingFile.Refuse;

    private bool Splits => MaxSize is not null || MaxTime is not null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        plan = new(this, Destination, Database is null ? DestinationFormat : DestinationFormat ?? TableFormat);
        if (!plan.IsOneFile && (Merge || Append))
        {
            Fail<object>(CanErrors.OnlyForOneFile(Merge ? nameof(Merge) : nameof(Append)));
        }

        if (Append && Splits)
        {
            Fail<object>(CanErrors.AppendToRing("-MaxSize or -MaxTime"));
        }

        if (Database is not null && (Append || Splits))
        {
            Fail<object>(CanErrors.NotForTables(Append ? nameof(Append) : MaxSize is not null ? nameof(MaxSize) : nameof(MaxTime)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => logs.AddRange(Files());

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var target in plan!.TargetsOf(logs))
        {
            if (WhyNot(target) is { } error)
            {
                WriteError(error);
            }
            else if (ShouldProcess(target.Path, ModuleMessages.ConvertLogs(target.Logs)))
            {
                Convert(target);
            }
        }
    }

    private ErrorRecord? WhyNot(ConversionTarget target) =>
        Database is not null && !IsTable(target) ? CanErrors.NotATable(target.Path)
        : !written.Add(target.Path) ? CanErrors.SameDestination(target.Path, target.Logs[0])
        : Splits ? null
        : target.Logs.Any(log => RealPath.Comparer.Equals(RealPath.Of(log), RealPath.Of(target.Path))) ? CanErrors.LogIsBeingRead(target.Path)
        : !Append && !Force && File.Exists(target.Path) ? CanErrors.LogExists(target.Path)
        : null;

    private static bool IsTable(ConversionTarget target) => target.Format is SatelliteLogFormat
        || target.Format == LogFormats.Csv && target.Path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private void Convert(ConversionTarget target)
    {
        var problems = new LogProblems();
        using var tables = Database is not null && target.Format is SatelliteLogFormat format
            ? new DecodedTables(this, Database, format.CreateTables(), target.Path, Existing) : null;
        var signals = Database is null || tables is not null ? null : new SignalInput(this, Database, null, null);
        LogConversion? conversion = null;
        IReadOnlyList<string>? decoded;
        var clock = Stopwatch.StartNew();
        try
        {
            conversion = new(OptionsFor(target, problems));
            Run(conversion, target, problems, tables ?? (signals is null ? null : (IFrameSink)new VisitorSink((in frame) => signals.Take(frame))));
            decoded = tables?.Complete();
        }
        catch (Exception failure) when (ErrorOf(conversion, target, failure) is { } error)
        {
            WriteError(error);
            Report(conversion, target, problems);
            return;
        }

        Report(conversion, target, problems);
        tables?.TellLosses();
        if (decoded is { Count: 0 })
        {
            WriteError(CanErrors.NoValues("value of a signal", []));
        }

        IEnumerable<string> files = decoded ?? (signals is null ? conversion.Files : WriteTable(signals, target.Path) ? [target.Path] : []);
        WriteVerbose(ModuleMessages.Converted(conversion.FramesWritten, files.Count(), clock.Elapsed));
        if (PassThru)
        {
            WriteObject(files.Select(file => new FileInfo(file)), enumerateCollection: true);
        }
    }

    private LogConversionOptions OptionsFor(ConversionTarget target, LogProblems problems) => new()
    {
        Inputs = target.Logs,
        Output = target.Path,
        Reading = new() { Format = Format, OnMalformed = problems.Add },
        Writing = new()
        {
            Format = target.Format,
            ExistingFile = Existing,
            Owner = MyInvocation.MyCommand.Name,
            Nanoseconds = Nanoseconds,
        },
        Filter = WantedFrames,
        After = Moment(After),
        Before = Moment(Before),
        Merge = Merge,
        MaxSize = MaxSize,
        MaxTime = MaxTime?.Value,
    };

    private void Run(LogConversion conversion, ConversionTarget target, LogProblems problems, IFrameSink? sink)
    {
        var progress = new ProgressBar(this, $"{MyInvocation.MyCommand.Name} {System.IO.Path.GetFileName(target.Path)}");
        var running = Task.CompletedTask;
        try
        {
            Waiter.Await(end => running = BeginAsync(conversion, target, sink, end), () => Look(conversion, problems, progress));
        }
        finally
        {
            // However it ended: what it began is closed, or removed, before the next command.
            running.ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CloseTimeout);
        }

        progress.End();
    }

    private Task BeginAsync(LogConversion conversion, ConversionTarget target, IFrameSink? sink, CancellationToken end)
    {
        if (!plan!.IsOneFile)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target.Path)!);
        }

        return sink is null ? conversion.RunAsync(end) : conversion.RunAsync(sink, end);
    }

    private void Look(LogConversion conversion, LogProblems problems, ProgressBar progress)
    {
        problems.Report(WriteWarning, WriteVerbose);
        if (progress.IsDue)
        {
            progress.Show(ModuleMessages.Converting(conversion.FramesRead), conversion.Percent ?? -1);
        }
    }

    private bool WriteTable(SignalInput signals, string file)
    {
        signals.TellLosses();
        if (signals.Collector.PointsLeftOut is > 0 and var leftOut)
        {
            WriteWarning(PlotMessages.PointsLeftOut(leftOut, signals.Collector.PointCount));
        }

        if (signals.Collector.GetSeries() is not { Count: > 0 } series)
        {
            WriteError(CanErrors.NoValues(signals.Words, []));
            return false;
        }

        SignalTable.Write(this, file, Force, new WideTable(series));
        return true;
    }

    private static ErrorRecord? ErrorOf(LogConversion? conversion, ConversionTarget target, Exception failure) =>
        conversion?.FailedInput is { } log ? CanErrors.LogReading(log, failure) : CanErrors.LogWriting(target.Path, failure);

    private void Report(LogConversion? conversion, ConversionTarget target, LogProblems problems)
    {
        problems.Report(WriteWarning, WriteVerbose);
        foreach (var log in conversion?.InputsSkipped ?? [])
        {
            WriteVerbose(ModuleMessages.OutsideTime(log));
        }

        foreach (var log in conversion?.Inputs ?? [])
        {
            LogProblems.ReportEnd(log, WriteWarning, WriteVerbose);
        }

        if (conversion?.Repair is { } repair)
        {
            WriteWarning(ModuleMessages.Repaired(target.Path, repair));
        }

        if (conversion?.Losses is { Count: > 0 } losses)
        {
            WriteWarning(ModuleMessages.NotInLog(target.Path, target.Format, losses));
        }
    }
}
