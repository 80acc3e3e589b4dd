using Caneth.Messages;
using Caneth.Sessions;
using Caneth.Signals;
using Caneth.State;
using Caneth.Statistics;
using Caneth.Waiting;

namespace Caneth.Cmdlets;

/// <summary>What a device receives now, as messages and signals.</summary>
internal sealed class LiveView
{
    // Long enough for most messages of a bus.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    private readonly CanSession session;
    private readonly LiveTraffic traffic;
    private readonly IReadOnlyList<FrameStatistics> ids;
    private readonly Timestamp now;

    /// <summary>Looks, and warns where nothing came yet.</summary>
    /// <param name="cmdlet">The cmdlet that looks.</param>
    /// <param name="session">The device.</param>
    public LiveView(CanCmdlet cmdlet, CanSession session)
    {
        this.session = session;
        traffic = LiveTraffic.Of(session, cmdlet.State.Databases, out var isNew);
        if (isNew && session.State == CanSessionState.Connected)
        {
            new PipelineWaiter(cmdlet).Wait(static () => false, [session], () => DatabaseMessages.Counting(session.Name), Deadline.After(FirstLook));
        }

        now = DateTime.UtcNow;

        // A remote frame has nothing in it.
        ids = [.. traffic.Snapshot(now).Where(id => !id.Remote)];
        if (ids.Count == 0)
        {
            cmdlet.WriteWarning(DatabaseMessages.NoTraffic(session, traffic.Since));
        }

        if (traffic.NotListed is { Frames: > 0 } more)
        {
            cmdlet.WriteWarning(DatabaseMessages.MoreIds(more.Ids, more.Frames));
        }
    }

    /// <summary>Each of some messages, once for each id that it came with, or as one that has not come.</summary>
    /// <param name="databases">What the frames mean.</param>
    /// <param name="messages">The messages.</param>
    public IEnumerable<LiveMessage> Messages(DatabaseSet databases, IEnumerable<MessageDefinition> messages)
    {
        var came = ByMessage(databases);
        return messages.Where(message => message.Id <= CanId.MaxExtended).SelectMany(message => came.Contains(message)
            ? came[message].Select(id => RowOf(message, id)) : [new LiveMessage(message, session.Name)]);
    }

    /// <summary>Each id that no database knows.</summary>
    /// <param name="databases">What the frames mean.</param>
    public IEnumerable<LiveMessage> Unknown(DatabaseSet databases) =>
        ids.Where(id => !databases.TryFind(id.Frame, out _)).Select(id => RowOf(null, id));

    /// <summary>Each of some signals with its latest value, once for each id that its message came with.</summary>
    /// <param name="databases">What the frames mean.</param>
    /// <param name="signals">The signals with their messages.</param>
    public IEnumerable<LiveSignal> Signals(DatabaseSet databases, IEnumerable<(MessageDefinition Message, SignalDefinition Signal)> signals)
    {
        var came = ByMessage(databases);
        return signals.Where(one => one.Message.Id <= CanId.MaxExtended).GroupBy(one => one.Message, one => one.Signal).SelectMany(message => came.Contains(message.Key)
            ? came[message.Key].SelectMany(id => RowsOf(message.Key, message, id)) : message.Select(signal => new LiveSignal(signal, session.Name, null, null)));
    }

    private ILookup<MessageDefinition, FrameStatistics> ByMessage(DatabaseSet databases) => ids
        .Select(id => (Id: id, Message: databases.TryFind(id.Frame, out var message) ? message : null))
        .Where(one => one.Message is not null)
        .ToLookup(one => one.Message!, one => one.Id);

    private LiveMessage RowOf(MessageDefinition? message, FrameStatistics id) => new(message, session.Name, id.Frame)
    {
        Count = id.Count,
        Age = AgeOf(id.Frame.Timestamp),
        Period = id.PeriodMean,
        Rate = id.Rate ?? 0,
        ChangingBytes = id.ChangedBytes,
    };

    private IEnumerable<LiveSignal> RowsOf(MessageDefinition message, IEnumerable<SignalDefinition> signals, FrameStatistics id)
    {
        // The newest first: a signal that is not in it has the value of the frame before.
        var values = new Dictionary<SignalDefinition, CanSignalValue>();
        foreach (var value in id.Latest.SelectMany(frame => new CanMessage(message, frame).GetSignals()))
        {
            values.TryAdd(value.GetDefinition(), value);
        }

        return signals.Select(signal => values.TryGetValue(signal, out var value)
            ? new LiveSignal(signal, session.Name, value, AgeOf(value.Timestamp)) : new(signal, session.Name, null, null));
    }

    private double AgeOf(Timestamp time) => Math.Max((now - time).TotalSeconds, 0);
}
