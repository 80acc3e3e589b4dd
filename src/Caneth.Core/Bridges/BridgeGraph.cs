using Caneth.Sessions;

namespace Caneth.Bridges;

/// <summary>Which devices of this process lead to which over bridges, so that no frame goes in a circle. Safe for all threads.</summary>
internal static class BridgeGraph
{
    private static readonly Lock Gate = new();
    private static readonly List<Bridge> Bridges = [];

    /// <summary>Joins two devices.</summary>
    /// <param name="from">The first.</param>
    /// <param name="to">The second.</param>
    /// <param name="oneWay">Whether frames go to the second alone.</param>
    /// <returns>What parts them again.</returns>
    /// <exception cref="ArgumentException">Both are one.</exception>
    /// <exception cref="InvalidOperationException">Frames would go in a circle.</exception>
    public static IDisposable Join(CanSession from, CanSession to, bool oneWay)
    {
        if (from == to)
        {
            throw BridgeMessages.SameDevice(from);
        }

        var bridge = new Bridge(from, to, oneWay);
        lock (Gate)
        {
            if (Leads(to, from))
            {
                throw BridgeMessages.Circle(from, to);
            }

            if (!oneWay && Leads(from, to))
            {
                throw BridgeMessages.Circle(to, from);
            }

            Bridges.Add(bridge);
        }

        return bridge;
    }

    private static bool Leads(CanSession from, CanSession to)
    {
        var reached = new HashSet<CanSession> { from };
        var next = new Queue<CanSession>(reached);
        while (next.TryDequeue(out var session))
        {
            foreach (var neighbour in Bridges.SelectMany(bridge => bridge.From(session)).Where(reached.Add))
            {
                next.Enqueue(neighbour);
            }
        }

        return reached.Contains(to);
    }

    private sealed class Bridge(CanSession first, CanSession second, bool oneWay) : IDisposable
    {
        public IEnumerable<CanSession> From(CanSession session)
        {
            if (session == first)
            {
                yield return second;
            }

            if (session == second && !oneWay)
            {
                yield return first;
            }
        }

        public void Dispose()
        {
            lock (Gate)
            {
                Bridges.Remove(this);
            }
        }
    }
}
