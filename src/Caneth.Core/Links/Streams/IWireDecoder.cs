using Caneth.Flow;

namespace Caneth.Links.Streams;

/// <summary>Turns the bytes of one connection into frames, however they come in pieces. Used by one thread at a time.</summary>
internal interface IWireDecoder
{
    /// <summary>Whether bytes are held until it is known what they are: where nothing comes for 100 ms, that decides.</summary>
    bool IsHolding { get; }

    /// <summary>Whether the other side said that it has no room for one more client.</summary>
    bool Refused { get; }

    /// <summary>Whether what comes is not a frame again and again: only a new connection helps.</summary>
    bool AlignmentLost { get; }

    /// <summary>What it has counted of this connection.</summary>
    Tally<LinkCounter> Counters { get; }

    /// <summary>The first bytes that were skipped and that no frame followed.</summary>
    ReadOnlySpan<byte> Skipped { get; }

    /// <summary>What the other side sent last to say who it is; empty where it did not.</summary>
    ReadOnlySpan<byte> Identity { get; }

    /// <summary>Reads the frames at the beginning of the source.</summary>
    /// <param name="source">All bytes received and not yet consumed; the end of the latest read is at its end.</param>
    /// <param name="timestamp">When they were received.</param>
    /// <param name="destination">Room for frames; where it is filled, there may be more.</param>
    /// <param name="silent">Whether nothing more came for 100 ms, or will come.</param>
    /// <param name="consumed">How many bytes are done with; the rest begins the next source.</param>
    /// <returns>How many frames were written.</returns>
    int Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, bool silent, out int consumed);

    /// <summary>Accounts for what is left when the stream has ended.</summary>
    /// <param name="rest">The bytes received and not consumed.</param>
    void End(ReadOnlySpan<byte> rest);
}
