using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Plotting;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Takes the signals of frames, of messages that were decoded, and signals themselves.</summary>
internal sealed class SignalInput : ISeriesInput
{
    private readonly CanCmdlet cmdlet;
    private readonly DatabaseArgument[]? databases;
    private readonly string[]? names;
    private readonly DatabaseFinder finder;
    private readonly MessageSelection selection;
    private readonly DeviceDecoders decoders;
    private readonly UnknownFrames unknown = new();
    private readonly SignalCollector collector = new();
    private readonly Dictionary<MessageDefinition, MessageDefinition?> chosen = [];

    /// <summary>The signals that parameters of a cmdlet name.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="databases">What was given for -Database; null where it was not.</param>
    /// <param name="messages">What was given for -Message.</param>
    /// <param name="signals">What was given for -Signal.</param>
    public SignalInput(CanCmdlet cmdlet, DatabaseArgument[]? databases, string[]? messages, string[]? signals)
    {
        this.cmdlet = cmdlet;
        this.databases = databases;
        names = signals ?? messages;
        finder = new(cmdlet);
        selection = new(messages, signals);
        decoders = new(cmdlet, finder, selection, SignalForm.Value);
        if (databases is not null)
        {
            decoders.Use(databases);
        }
    }

    public SeriesCollector Collector => collector;

    public string Words => names is null ? "value of a signal" : $"value of {VisibleText.List(names)}";

    public void Check(IReadOnlyList<CanSession> sessions)
    {
        if (databases is null)
        {
            selection.Check(cmdlet, [.. sessions.SelectMany(session => finder.SetOf(null, session).Databases).Distinct()]);
        }
    }

    // Where all is wanted, what no database knows is to be told.
    public FrameFilter FilterFor(CanSession session) => selection.IsAll ? FrameFilter.All : selection.FilterOf(finder.SetOf(databases, session));

    public bool Take(in CanFrame frame)
    {
        switch (decoders.Of(frame.Device).Find(frame, out var message))
        {
            case FrameMeaning.Message:
                return collector.Add(message!, frame) > 0;
            case FrameMeaning.Unknown when selection.IsAll:
                unknown.Add(frame);
                return false;
            default:
                return false;
        }
    }

    public bool Take(CanMessage message) => Choose(message.GetDefinition()) is { } wanted && collector.Add(wanted, message.Frame) > 0;

    public bool Take(CanSignalValue value)
    {
        if (Choose(value.Source.GetDefinition())?.Signals.Contains(value.GetDefinition()) == true)
        {
            collector.Add(value);
        }

        return true;
    }

    public void TellLosses() => unknown.Tell(cmdlet);

    private MessageDefinition? Choose(MessageDefinition message)
    {
        if (!chosen.TryGetValue(message, out var wanted))
        {
            chosen.Add(message, wanted = selection.Of(message));
        }

        return wanted;
    }
}
