using Caneth.Flow;

namespace Caneth.Links.Streams;

/// <summary>
/// The base of decoders of wires whose messages show where they end. It accounts for every byte: a frame, another message of the wire, or
/// skipped and counted. Used by one thread at a time.
/// </summary>
/// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
internal abstract class MessageDecoder(LinkContext context) : IWireDecoder
{
    /// <summary>How many bytes without a message are enough to give a connection up.</summary>
    public const int GarbageLimit = 4096;

    private readonly SkippedExcerpt excerpt = new();
    private int skippedInARow;

    /// <summary>An incomplete message is waited for, however long its rest takes.</summary>
    public bool IsHolding => false;

    /// <inheritdoc/>
    public bool Refused => false;

    /// <inheritdoc/>
    public bool AlignmentLost { get; private set; }

    /// <inheritdoc/>
    public Tally<LinkCounter> Counters { get; } = new(whole: context.Counters);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Skipped => excerpt.Bytes;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Identity => default;

    /// <summary>What the session lends.</summary>
    protected LinkContext Context => context;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> source, Timestamp timestamp, Span<CanFrame> destination, bool silent, out int consumed)
    {
        var rest = source;
        var count = 0;
        while (count < destination.Length && !rest.IsEmpty && !AlignmentLost)
        {
            var kind = Next(rest, timestamp, ref destination[count], out var length);
            if (kind == MessageKind.Incomplete)
            {
                break;
            }

            count += kind == MessageKind.Frame ? 1 : 0;
            Account(kind, rest[..length]);
            rest = rest[length..];
        }

        consumed = source.Length - rest.Length;
        return count;
    }

    /// <inheritdoc/>
    public void End(ReadOnlySpan<byte> rest)
    {
        Counters.Add(LinkCounter.PartialFrames, rest.IsEmpty || skippedInARow > 0 ? 0 : 1);
        Skip(rest);
    }

    /// <summary>Reads what is next.</summary>
    /// <param name="rest">Bytes, at least 1, of which the first begins something.</param>
    /// <param name="received">When they were received.</param>
    /// <param name="frame">Filled in where it is a frame, with time and device.</param>
    /// <param name="length">How many bytes it has: at least 1, unless it is incomplete.</param>
    protected abstract MessageKind Next(ReadOnlySpan<byte> rest, Timestamp received, ref CanFrame frame, out int length);

    private void Account(MessageKind kind, ReadOnlySpan<byte> bytes)
    {
        switch (kind)
        {
            case MessageKind.Frame or MessageKind.Other when skippedInARow > 0:
                Counters.Add(LinkCounter.Resynchronisations, 1);
                skippedInARow = 0;
                excerpt.Clear();
                break;
            case MessageKind.InvalidFrame:
                Counters.Add(LinkCounter.InvalidFrames, 1);
                Skip(bytes);
                break;
            case MessageKind.Garbage or MessageKind.Lost:
                Skip(bytes);
                AlignmentLost = kind == MessageKind.Lost || skippedInARow >= GarbageLimit;
                break;
        }
    }

    private void Skip(ReadOnlySpan<byte> bytes)
    {
        Counters.Add(LinkCounter.BytesSkipped, bytes.Length);
        skippedInARow += bytes.Length;
        excerpt.Add(bytes);
    }
}
