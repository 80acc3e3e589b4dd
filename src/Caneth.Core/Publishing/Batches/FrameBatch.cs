using System.Globalization;

namespace Caneth.Publishing;

/// <summary>
/// Frames of one device as they are published: up to 10,000 of them in one message, with what tells which frames they are. The same bytes
/// are kept in the spool and sent to the broker.
/// </summary>
/// <remarks>
/// <see cref="Session"/> and <see cref="FirstSequence"/> name each frame once and for all: a batch that comes twice is known by them, and so is
/// one that does not come. <c>docs/publishing.md</c> describes the bytes.
/// </remarks>
public sealed class FrameBatch
{
    /// <summary>The most frames of one batch: this many, of the longest, fit the 1 MB that a NATS server takes in one message unless it is told otherwise.</summary>
    public const int MaxFrames = 10_000;

    internal FrameBatch(string device, ulong session, long firstSequence, CanFrame[] frames)
    {
        Device = device;
        Session = session;
        FirstSequence = firstSequence;
        Frames = frames;
    }

    /// <summary>The device: the name that the publisher knows it by.</summary>
    public string Device { get; }

    /// <summary>Which run of a publisher, and which of its devices: a random number that is drawn when it starts.</summary>
    public ulong Session { get; }

    /// <summary>The number of the first frame among all that came of the device in that run, from 0; those that were lost on the way count.</summary>
    public long FirstSequence { get; }

    /// <summary>The frames, in order.</summary>
    public ReadOnlyMemory<CanFrame> Frames { get; }

    /// <summary>What tells this batch from all others, and is the same when it is sent again.</summary>
    public string Key => KeyOf(Session, FirstSequence);

    /// <summary>Reads a batch. Nothing in it is trusted: each length is checked before it is used.</summary>
    /// <param name="message">The bytes.</param>
    /// <returns>The batch.</returns>
    /// <exception cref="InvalidDataException">The bytes are not a batch, are damaged, or are of a version that is not known here.</exception>
    public static FrameBatch Decode(ReadOnlySpan<byte> message) => BatchDecoder.Decode(message);

    /// <summary>Writes frames as a batch, compressed.</summary>
    /// <param name="device">The device; its name takes up to 255 bytes in UTF-8.</param>
    /// <param name="session">Which run of a publisher: a random number, another one for each device.</param>
    /// <param name="firstSequence">The number of the first frame, 0 or more.</param>
    /// <param name="frames">1 to 10,000 frames.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentException">There are too few or too many frames, or the name of the device is too long.</exception>
    public static byte[] Encode(string device, ulong session, long firstSequence, ReadOnlySpan<CanFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfNegative(firstSequence);
        Option.RequireRange(frames.Length, nameof(frames), 1, MaxFrames, " frames");
        return new BatchEncoder(device, session).Encode(frames, firstSequence).ToArray();
    }

    internal static string KeyOf(ulong session, long firstSequence) => string.Create(CultureInfo.InvariantCulture, $"{session:x16}-{firstSequence}");
}
