using Caneth.Links.Streams;

namespace Caneth.Links.Datagrams;

/// <summary>
/// Reports packets that were lost or passed over: the first time at once, then in summaries at growing intervals. Used by one thread at a
/// time; outlives connections.
/// </summary>
/// <param name="address">What messages call the other side.</param>
/// <param name="carrier">What carries the frames.</param>
/// <param name="context">What the session lends.</param>
internal sealed class PacketReport(string address, string carrier, LinkContext context)
{
    private readonly ReportPace paceOfLost = new(context.TimeProvider);
    private readonly ReportPace paceOfDropped = new(context.TimeProvider);
    private long lost;
    private long dropped;
    private bool wasHeard;
    private byte[] identity = [];

    /// <summary>By what the other side identified itself; null where it did not.</summary>
    public string? Identity { get; private set; }

    /// <summary>Notes that something came from the other side.</summary>
    public void Heard()
    {
        if (!wasHeard)
        {
            wasHeard = true;
            context.Notify(LinkNoticeKind.Heard, DatagramMessages.Heard(address));
        }
    }

    /// <summary>Notes how the other side identifies itself, and tells it where that is new.</summary>
    public void Identified(ReadOnlySpan<byte> registration)
    {
        if (!registration.SequenceEqual(identity))
        {
            identity = registration.ToArray();
            Identity = ForeignData.Describe(identity);
            context.Notify(LinkNoticeKind.Identified, StreamMessages.Identified(address, Identity, identity.Length));
        }
    }

    /// <summary>Notes packets that did not come.</summary>
    public void Lost(int packets)
    {
        context.Count(LinkCounter.PacketsLost, packets);
        lost += packets;
        if (lost > 0 && paceOfLost.DueIn == TimeSpan.Zero)
        {
            context.Notify(LinkNoticeKind.PacketsLost, DatagramMessages.Lost(address, lost));
            lost = 0;
            paceOfLost.Reported();
        }
    }

    /// <summary>Notes a packet that is passed over, or the rest of one.</summary>
    /// <param name="packet">What is passed over.</param>
    /// <param name="isDouble">Whether it has come before.</param>
    public void Dropped(ReadOnlySpan<byte> packet, bool isDouble = false)
    {
        if (IsDue(packet))
        {
            Report(isDouble ? DatagramMessages.Double(address, dropped) : DatagramMessages.Foreign(address, carrier, dropped, packet));
        }
    }

    /// <summary>Notes a packet that somebody else sent.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="sender">Who.</param>
    public void Strange(ReadOnlySpan<byte> packet, string sender)
    {
        if (IsDue(packet))
        {
            Report(DatagramMessages.Stranger(address, sender, dropped));
        }
    }

    private bool IsDue(ReadOnlySpan<byte> packet)
    {
        context.Count(LinkCounter.PacketsDropped, 1);
        context.Count(LinkCounter.BytesSkipped, packet.Length);
        dropped++;
        return paceOfDropped.DueIn == TimeSpan.Zero;
    }

    private void Report(string message)
    {
        context.Notify(LinkNoticeKind.ForeignData, message);
        dropped = 0;
        paceOfDropped.Reported();
    }
}
