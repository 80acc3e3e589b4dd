using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>Makes text of frames, line by line, in one of the formats of logs: candump, Vector ASC, PCAN TRC, CSV, JSON Lines.</summary>
[Cmdlet(VerbsData.ConvertTo, "CanLog")]
[OutputType(typeof(string))]
public sealed class ConvertToCanLogCommand : CanCmdlet
{
    private readonly LineStream lines = new();
    private ILogWriter? writer;

    /// <summary>The frames, text that candump writes, or objects with the properties of frames, such as the lines of Import-Csv.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] InputObject { get; set; } = [];

    /// <summary>The format; by default candump.</summary>
    [Parameter(Position = 0)]
    [Read<LogFormatConverter>]
    [ArgumentCompleter(typeof(WrittenLogFormatCompleter))]
    [ValidateNotNull]
    public LogFormat Format { get; set; } = LogFormats.Candump;

    private ILogWriter Writer => writer ??= Own(CanLog.Create(lines, Format, new() { NanosecondsAsNeeded = true }, leaveOpen: true));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (!Format.CanReadUnfinished)
        {
            Fail<object>(CanErrors.LogFormatIsBinary(Format));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Writer.Write(InputObject);
        Writer.Flush();
        if (lines.IsBinary)
        {
            Fail<object>(CanErrors.LogFormatIsBinary(Format));
        }

        WriteObject(lines.TakeLines(), enumerateCollection: true);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (writer is null)
        {
            return;
        }

        writer.Dispose();
        WriteObject(lines.TakeLines(last: true), enumerateCollection: true);
        if (writer.Losses is { Count: > 0 } losses)
        {
            WriteWarning(ModuleMessages.NotInText(Format, losses));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        lines.Dispose();
    }
}
