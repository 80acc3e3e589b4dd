using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// The partners of a session whose messages a channel answers with flow controls: whoever listens beside it sends none, since a sender that gets
/// two may take the second for that of its next block. Safe for all threads.
/// </summary>
internal sealed class AnsweredIds
{
    private static readonly ConditionalWeakTable<CanSession, AnsweredIds> OfSessions = [];

    private readonly Lock gate = new();
    private readonly List<IsoTpAddress> addresses = [];

    /// <summary>Those of a session.</summary>
    public static AnsweredIds Of(CanSession session) => OfSessions.GetOrCreateValue(session);

    public void Add(IsoTpAddress address)
    {
        lock (gate)
        {
            addresses.Add(address);
        }
    }

    public void Remove(IsoTpAddress address)
    {
        lock (gate)
        {
            addresses.Remove(address);
        }
    }

    /// <summary>Whether a channel has the same partner.</summary>
    public bool Contains(IsoTpAddress address)
    {
        lock (gate)
        {
            return addresses.Exists(one => one.ReceiveId == address.ReceiveId && one.ReceiveExtended == address.ReceiveExtended && one.AddressBytes == 0);
        }
    }
}
