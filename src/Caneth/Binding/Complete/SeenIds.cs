using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Binding;

/// <summary>
/// The ids that a device received lately, for Tab. Nothing is collected until the first Tab asks, and nothing any more when
/// none has asked for a while, so whoever does not complete ids pays nothing.
/// </summary>
internal sealed class SeenIds : IDisposable
{
    // Long enough for the messages of a bus that come every 100 ms, short enough for a finger on Tab.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private static readonly ConditionalWeakTable<CanSession, SeenIds> All = [];

    private readonly Lock gate = new();
    private readonly Dictionary<(uint Id, bool Extended), CanFrame> last = [];
    private readonly CanSession session;
    private readonly Timer forget;
    private FrameSubscription? subscription;

    private SeenIds(CanSession session)
    {
        this.session = session;
        forget = new(static seen => ((SeenIds)seen!).Dispose(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (gate)
        {
            subscription = session.Subscribe(new() { Reader = "Tab completion", Available = Collect });
        }
    }

    /// <summary>The latest frame of each id that a device received since the first Tab.</summary>
    /// <returns>The frames, in the order of their ids. The first call takes a short time.</returns>
    public static IReadOnlyList<CanFrame> Of(CanSession session)
    {
        var isFirst = !All.TryGetValue(session, out var seen);
        seen ??= All.GetValue(session, static session => new(session));
        seen.forget.Change(Kept, Timeout.InfiniteTimeSpan);
        if (isFirst && session.State == CanSessionState.Connected)
        {
            Thread.Sleep(FirstLook);
        }

        return seen.Latest();
    }

    /// <summary>Collects no more.</summary>
    public void Dispose()
    {
        FrameSubscription? ended;
        lock (gate)
        {
            ended = subscription;
            subscription = null;
        }

        All.Remove(session);
        ended?.Dispose();
        forget.Dispose();
    }

    private IReadOnlyList<CanFrame> Latest()
    {
        lock (gate)
        {
            return [.. last.Values.OrderBy(frame => frame.Extended).ThenBy(frame => frame.Id)];
        }
    }

    // On the receiving thread, for each batch: takes it at once, so that nothing waits and nothing counts as lost.
    private void Collect()
    {
        lock (gate)
        {
            if (subscription is null)
            {
                return;
            }

            foreach (ref readonly var frame in subscription.Take().Span)
            {
                last[(frame.Id, frame.Extended)] = frame;
            }
        }
    }
}
