using System.Runtime.InteropServices;

namespace Caneth.Publishing;

/// <summary>The batches that wait to be in files, by device, as they were published: so a frame takes six bytes or so. For one thread.</summary>
internal sealed class PendingBatches
{
    // What a batch takes beside its bytes.
    private const int Overhead = 128;

    private readonly Dictionary<string, List<PendingBatch>> devices = [];

    /// <summary>How many bytes they take.</summary>
    public long Size { get; private set; }

    /// <summary>How many frames they have.</summary>
    public long Frames { get; private set; }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => devices.Count == 0;

    /// <summary>The batches of each device, in the order in which they came.</summary>
    public IEnumerable<PendingBatch[]> ByDevice => devices.Values.Select(batches => batches.ToArray());

    /// <summary>Adds one.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="message">All of it.</param>
    public void Add(in BatchHeader header, ReadOnlyMemory<byte> message)
    {
        ref var batches = ref CollectionsMarshal.GetValueRefOrAddDefault(devices, header.Device, out _);
        batches ??= [];
        batches.Add(new(message, FrameBatch.KeyOf(header.Session, header.FirstSequence)));
        Size += message.Length + Overhead;
        Frames += header.Count;
    }

    /// <summary>Forgets them all.</summary>
    public void Clear()
    {
        devices.Clear();
        (Size, Frames) = (0, 0);
    }
}

/// <summary>A batch that waits.</summary>
/// <param name="Message">All of it.</param>
/// <param name="Key">What tells it from all others.</param>
internal readonly record struct PendingBatch(ReadOnlyMemory<byte> Message, string Key);
