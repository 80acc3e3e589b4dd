namespace Caneth.Sessions;

/// <summary>
/// Marks the frames of one of a session's senders, so that a reader of what the session sends tells them from those of others: also after
/// they were sent again, and where others were lost.
/// </summary>
/// <remarks>
/// A frame has no room for who sends it, and needs none: the name of its device is equal whoever sends it, but each mark is a copy of it.
/// </remarks>
/// <param name="session">The session.</param>
internal sealed class SenderMark(CanSession session)
{
    private readonly string name = new(session.Name.AsSpan());

    /// <summary>The frame with the mark.</summary>
    public CanFrame On(in CanFrame frame) => frame with { Device = name };

    /// <summary>Whether a frame has it.</summary>
    public bool IsOn(in CanFrame frame) => ReferenceEquals(frame.Device, name);
}
