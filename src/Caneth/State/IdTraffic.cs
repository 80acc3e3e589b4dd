using Caneth.Signals;

namespace Caneth.State;

/// <summary>What came of one id. Guarded by its owner.</summary>
internal sealed class IdTraffic
{
    private const int BytesOfWord = sizeof(ulong);

    // The branches of a multiplexer are few, and whoever sends all values of it is not to fill the memory.
    private const int MaxBranches = 256;

    private readonly Timestamp first;
    private CanFrame last;
    private long count;
    private ulong changedBits;
    private ulong changedBeyond;
    private DatabaseSet? databases;
    private MessageCodec? multiplexed;
    private Dictionary<ulong, CanFrame> branches = [];

    /// <param name="frame">The first frame, which is still to be counted.</param>
    public IdTraffic(in CanFrame frame)
    {
        first = frame.Timestamp;
        last = frame;
    }

    /// <summary>Counts a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="known">What the frames of the device mean now.</param>
    public void Add(in CanFrame frame, DatabaseSet known)
    {
        changedBits |= new Payload(frame).Word ^ new Payload(last).Word;
        if (frame.Length > BytesOfWord && last.Length > BytesOfWord)
        {
            NoteChangesBeyond(new Payload(frame).Bytes, new Payload(last).Bytes);
        }

        last = frame;
        count++;
        if (!ReferenceEquals(known, databases))
        {
            databases = known;
            multiplexed = known.TryFind(frame, out var message) && message.Codec.IsMultiplexed ? message.Codec : null;
            branches = [];
        }

        // What a branch said stays said while others are in the frame.
        if (multiplexed is not null)
        {
            Keep(frame, multiplexed.BranchOf(frame));
        }
    }

    /// <summary>What is known now.</summary>
    public SeenId Snapshot() => new(
        last, count, first, ChangingBytes(), [last, .. branches.Values.OrderByDescending(frame => frame.Timestamp)]);

    private void Keep(in CanFrame frame, ulong branch)
    {
        if (branches.Count >= MaxBranches && !branches.ContainsKey(branch))
        {
            branches.Clear();
        }

        branches[branch] = frame;
    }

    private void NoteChangesBeyond(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> before)
    {
        for (var place = BytesOfWord; place < Math.Min(bytes.Length, before.Length); place++)
        {
            changedBeyond |= bytes[place] != before[place] ? 1UL << place : 0;
        }
    }

    private IReadOnlyList<int> ChangingBytes() => [.. Enumerable.Range(0, last.Length).Where(place => place < BytesOfWord
        ? (changedBits >> 8 * place & byte.MaxValue) != 0
        : (changedBeyond >> place & 1) != 0)];
}

/// <summary>What a device received of one id.</summary>
/// <param name="Frame">The latest frame.</param>
/// <param name="Count">How many came.</param>
/// <param name="First">When the first came.</param>
/// <param name="ChangingBytes">The places of the bytes that were not the same in all of them, from 0.</param>
/// <param name="Latest">The latest frame or, of a message with multiplexers, the latest of each of their values, the newest first.</param>
internal sealed record SeenId(CanFrame Frame, long Count, Timestamp First, IReadOnlyList<int> ChangingBytes, IReadOnlyList<CanFrame> Latest);
