using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>A transfer that is listened to: what was announced, and the packets that came.</summary>
/// <param name="first">The frame that announced it.</param>
/// <param name="control">What that frame says.</param>
internal sealed class J1939Transfer(in CanFrame first, J1939Control control)
{
    private readonly CanFrame first = first;
    private readonly J1939Packets packets = new(control.Length);
    private int frames;

    public uint GroupNumber => control.GroupNumber;

    public bool IsBroadcast => control.Kind == J1939ControlKind.Broadcast;

    public bool IsComplete => packets.IsComplete;

    public int FirstMissing => packets.FirstMissing;

    /// <summary>When its last frame came, whoever sent it.</summary>
    public TimeSpan LastAt { get; set; }

    /// <summary>When its last packet came.</summary>
    public Timestamp LastPacket { get; private set; } = first.Timestamp;

    /// <summary>Takes a packet.</summary>
    /// <returns>The number that was expected instead, where it shows that another packet is lost; null where all is well.</returns>
    /// <remarks>In a connection the receiver asks for packets again, in whatever order; to all they are sent once, and in order.</remarks>
    public int? Add(in CanFrame frame)
    {
        if (IsBroadcast && frame.Length > 0 && frame.Data[0] > FirstMissing)
        {
            return FirstMissing;
        }

        if (packets.Add(frame.Data))
        {
            frames++;
            LastPacket = frame.Timestamp;
        }

        return null;
    }

    /// <summary>The message, as far as it came.</summary>
    /// <param name="name">What its group is called.</param>
    /// <param name="error">Why it is not complete; null where it is.</param>
    /// <param name="reason">The same in a sentence.</param>
    public J1939Message ToMessage(string? name, J1939Error? error = null, string? reason = null)
    {
        var id = new J1939Id(first.Id);
        var goesToAll = new J1939Id(GroupNumber << 8).Destination is null;
        var data = packets.ToArray();
        return new()
        {
            Timestamp = first.Timestamp,
            Duration = LastPacket - first.Timestamp,
            Device = first.Device,
            Priority = id.Priority,
            Pgn = GroupNumber,
            Name = name,
            Source = id.Source,
            Destination = IsBroadcast && goesToAll ? null : id.Destination,
            Transport = IsBroadcast ? J1939Transport.Broadcast : J1939Transport.Connection,
            Frames = frames,
            Length = control.Length,
            Error = error,
            Reason = reason is null ? null
                : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{reason} {packets.Received} of {packets.Count} packets came."),
            Data = MessageData.Adopt(data),
        };
    }
}
