using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Logs;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Writes frames to a log file: candump, Vector ASC and BLF, PCAN TRC, CSV, SavvyCAN's CSV, JSON Lines, pcapng, MDF 4.</summary>
[Cmdlet(VerbsData.Export, "CanLog", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanFrame))]
public sealed class ExportCanLogCommand : LogWritingCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const int Batch = 512;

    private static readonly TimeSpan BetweenFlushes = TimeSpan.FromSeconds(0.5);

    private readonly CanFrame[] batch = new CanFrame[Batch];
    private string? file;
    private LogFileWriter? log;
    private int count;
    private Deadline flush = new(BetweenFlushes);

    /// <summary>The file to write; its extension gives the format, and .gz after it compresses it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file to write, its path taken as it is written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = string.Empty;

    /// <summary>The frames, or objects with the properties of frames, such as the lines of Import-Csv.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] InputObject { get; set; } = [];

    /// <summary>Writes a file that is read-only, too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Never replaces a file that is there.</summary>
    [Parameter]
    [Alias("NoOverwrite")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Emits the frames, too.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var target = OutputFile.Resolve(this, ParameterSetName == LiteralPathSet ? LiteralPath : Path);
        if (NoClobber && !Append && File.Exists(target))
        {
            Fail<string>(CanErrors.LogExists(target));
        }

        Format = FormatOf(target);
        file = ShouldProcess(target, Append ? "Append frames" : "Write frames") ? target : null;
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (file is not null)
        {
            log ??= Create(file);
        }

        foreach (var frame in InputObject)
        {
            batch[count++] = frame;
            if (count == Batch)
            {
                Write();
            }

            if (PassThru)
            {
                WriteObject(frame);
            }
        }

        // Frames that come slowly are on the disk soon, too.
        if (flush.IsOver)
        {
            flush = new(BetweenFlushes);
            Write(flush: true);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Write(flush: true);
        if (log is not null)
        {
            Guard(log.Dispose, ErrorOf);
            if (log.Writer.Losses is { Count: > 0 } losses)
            {
                WriteWarning(ModuleMessages.NotInLog(log.Path, log.Writer.Format, losses));
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // However the pipeline ended, what came is in the file.
        try
        {
            log?.Writer.Write(batch.AsSpan(0, count));
            log?.Dispose();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // There is nobody left to tell.
        }

        base.Dispose(disposing);
    }

    private void Write(bool flush = false)
    {
        var frames = batch.AsMemory(0, count);
        count = 0;
        if (file is not null)
        {
            var writer = (log ??= Create(file)).Writer;
            Guard(
                () =>
                {
                    writer.Write(frames.Span);
                    if (flush)
                    {
                        writer.Flush();
                    }
                },
                failure => failure is IOException ? CanErrors.LogNotWritable(file, failure, writer.FramesFlushed) : null);
        }
    }

    // Only when the first frames are there: the cmdlet that reads them may read the very file that is to be written.
    private LogFileWriter Create(string path)
    {
        if (LogFileReader.IsBeingRead(path))
        {
            return Fail<LogFileWriter>(CanErrors.LogIsBeingRead(path));
        }

        var created = Guard(
            () => new LogFileWriter(path, Force, new() { Format = Format, ExistingFile = Existing, Owner = MyInvocation.MyCommand.Name }), ErrorOf);
        if (created.Writer.Repair is { } repair)
        {
            WriteWarning(ModuleMessages.Repaired(path, repair));
        }

        return created;
    }

    private ExistingFile Existing => Append ? ExistingFile.Append : NoClobber ? ExistingFile.Refuse : ExistingFile.Replace;

    private ErrorRecord? ErrorOf(Exception failure) => CanErrors.LogWriting(file!, failure);
}
