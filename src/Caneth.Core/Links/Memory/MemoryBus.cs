namespace Caneth.Links.Memory;

/// <summary>
/// A CAN bus in this process, without a gateway and without TCP: each session connected to it receives what the others send, in order and
/// without loss. For tests of what uses sessions, and to join parts of one program. All members are safe for all threads.
/// </summary>
/// <remarks>A session that takes nothing holds back those that send, once 4,096 frames wait for it.</remarks>
/// <example>
/// <code>
/// var bus = new MemoryBus();
/// await using var left = await CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = "left" });
/// await using var right = await CanSession.ConnectAsync(new SessionOptions { Connector = bus.CreateConnector, Name = "right" });
/// </code>
/// </example>
/// <param name="name">What the bus is called in addresses.</param>
/// <param name="capabilities">What it carries; by default everything, 112 frames in one write.</param>
public sealed class MemoryBus(string name = "bus", LinkCapabilities? capabilities = null)
{
    /// <summary>The scheme of such a bus.</summary>
    public const string Scheme = "memory";

    private readonly Lock gate = new();
    private readonly List<MemoryLink> links = [];
    private bool isDown;

    /// <summary>What it is called in addresses.</summary>
    public CanAddress Address { get; } = new(Scheme, name);

    /// <summary>What it carries.</summary>
    public LinkCapabilities Capabilities { get; } = capabilities
        ?? new() { Carrier = "the bus", Fd = true, ErrorFrames = true, RawDlc = true, Confirmation = LinkConfirmation.PeerStack, MaxFramesPerWrite = 112 };

    /// <summary>Makes the connector of a session, for <c>SessionOptions.Connector</c>.</summary>
    /// <param name="context">What the session lends.</param>
    /// <returns>The connector.</returns>
    public ICanConnector CreateConnector(LinkContext context) => new MemoryConnector(this, context);

    /// <summary>Breaks all connections, and lets none be made until <see cref="Resume"/>.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            isDown = true;
            links.ForEach(link => link.Break());
            links.Clear();
        }
    }

    /// <summary>Lets connections be made again.</summary>
    public void Resume()
    {
        lock (gate)
        {
            isDown = false;
        }
    }

    internal MemoryLink Connect(LinkContext context)
    {
        var link = new MemoryLink(this, context);
        lock (gate)
        {
            if (isDown)
            {
                throw new LinkException(LinkError.ConnectFailed, $"{Address} is interrupted.", "Resume it.");
            }

            links.Add(link);
        }

        return link;
    }

    internal void Leave(MemoryLink link)
    {
        lock (gate)
        {
            links.Remove(link);
            links.ForEach(other => other.RoomMade());
        }
    }

    /// <summary>Hands frames to all others, as far as each has room.</summary>
    /// <returns>How many.</returns>
    internal int Send(MemoryLink sender, ReadOnlySpan<CanFrame> frames)
    {
        lock (gate)
        {
            var room = frames.Length;
            foreach (var link in links)
            {
                room = link == sender ? room : Math.Min(room, link.Room);
            }

            foreach (var link in links)
            {
                if (link != sender)
                {
                    link.Put(frames[..room]);
                }
            }

            return room;
        }
    }

    /// <summary>Lets those who wait to send try again.</summary>
    internal void RoomMade()
    {
        lock (gate)
        {
            links.ForEach(link => link.RoomMade());
        }
    }
}
