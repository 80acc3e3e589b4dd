using System.Buffers;
using Caneth.Links;
using Caneth.Links.Streams;

namespace Caneth.Servers;

/// <summary>
/// What a server and one client say to each other in the words of a protocol: bytes become frames and answers, frames become bytes. One
/// thread hears, another may write frames.
/// </summary>
internal abstract class Conversation
{
    private readonly ArrayBufferWriter<byte> answers = new();
    private volatile bool isListening;

    /// <summary>What the protocol carries to the client.</summary>
    public abstract LinkCapabilities Capabilities { get; }

    /// <summary>The most bytes that one frame takes.</summary>
    public abstract int MaxFrameSize { get; }

    /// <summary>Whether the client wants frames now.</summary>
    public bool IsListening
    {
        get => isListening;
        protected set => isListening = value;
    }

    /// <summary>Why the server has nothing more to say to the client; null where it has.</summary>
    public string? EndReason { get; protected set; }

    /// <summary>What is to be said to the client, from the greeting on.</summary>
    public ReadOnlyMemory<byte> Answers => answers.WrittenMemory;

    /// <summary>Forgets the answers that were said.</summary>
    public void AnswersSaid() => answers.ResetWrittenCount();

    /// <summary>Hears what is next, and answers it where it is no frame.</summary>
    /// <param name="bytes">At least 1 byte, of which the first begins something.</param>
    /// <param name="frame">Filled in where it is a frame that the client wants sent.</param>
    /// <param name="length">How many bytes it has: at least 1, unless it is incomplete.</param>
    public abstract MessageKind Hear(ReadOnlySpan<byte> bytes, ref CanFrame frame, out int length);

    /// <summary>Answers a frame, where the protocol does.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="accepted">Whether it is on its way.</param>
    public virtual void Answer(in CanFrame frame, bool accepted)
    {
    }

    /// <summary>Writes a frame for the client.</summary>
    /// <param name="frame">A frame that the protocol carries.</param>
    /// <param name="destination">Room for the longest.</param>
    /// <returns>How many bytes it takes.</returns>
    public abstract int Write(in CanFrame frame, Span<byte> destination);

    /// <summary>Has something said to the client, after what is already.</summary>
    protected void Say(ReadOnlySpan<byte> answer) => answers.Write(answer);
}
