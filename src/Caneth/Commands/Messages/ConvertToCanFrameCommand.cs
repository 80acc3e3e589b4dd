using System.Globalization;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Makes frames of decoded messages, and of tables of values such as those of Import-Csv.</summary>
[Cmdlet(VerbsData.ConvertTo, "CanFrame")]
[OutputType(typeof(CanFrame))]
public sealed class ConvertToCanFrameCommand : MessageMakingCmdlet
{
    private readonly SentMessages made = new();

    /// <summary>A decoded message, or an object with values by the names of signals.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>The message of objects that do not name theirs in a property Message.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(MessageCompleter))]
    public string? Message { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is CanMessage message)
        {
            Convert(message);
        }
        else if (InputObject is { } row && (MessageColumns.TextOf(row, "Message") ?? Message) is { } name)
        {
            Convert(row, Find(name, Device is null ? State.DefaultSession : Resolve(Device)));
        }
        else
        {
            WriteError(CanErrors.NotAMessage(InputObject));
        }
    }

    private void Convert(CanMessage message)
    {
        try
        {
            WriteObject(FrameOf(message));
        }
        catch (SignalException wrong)
        {
            WriteError(CanErrors.Signal(wrong, "No frame was made of it."));
        }
    }

    private void Convert(PSObject row, MessageDefinition message)
    {
        try
        {
            var frame = default(CanFrame);
            made.Send(message, ValuesOf(row, message), ProtectionOf(message), OptionsFor(row, message), ready => frame = ready);
            WriteObject(frame with { Timestamp = TimeOf(row), Device = MessageColumns.TextOf(row, "Device") });
        }
        catch (Exception wrong) when (wrong is SignalException or FormatException)
        {
            WriteError(wrong is SignalException signal ? CanErrors.Signal(signal, "No frame was made of it.") : CanErrors.NotATimestamp(row, wrong));
        }
    }

    private static Timestamp TimeOf(PSObject row) => MessageColumns.TextOf(row, "Timestamp") is { } text ? Timestamp.Parse(text, CultureInfo.InvariantCulture) : default;
}
