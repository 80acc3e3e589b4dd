using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>Reads the bus logging of ASAM MDF 4: the groups of frames that a file has, together in the order of their times.</summary>
internal sealed class MdfReader : LogReader
{
    // How far frames of several devices, or of one whose clock was corrected a little, may be out of order.
    private const long MostDisorder = 5_000_000_000;

    // Each is read with a buffer of its own.
    private const int MostGroups = 128;

    private readonly BufferedInput beginning;
    private readonly ushort unfinished;
    private readonly bool isEmpty;
    private readonly PriorityQueue<int, (Timestamp Time, int Number)> order = new();
    private MdfRecords[]? groups;
    private CanFrame[] heads = [];
    private bool[] hasHead = [];
    private MdfFile? file;
    private bool isOver;

    public MdfReader(LogFormat format, LogInput input, LogReadOptions options)
        : base(format, input, options)
    {
        beginning = new BufferedInput(input, Report);
        var bytes = beginning.Peek(MdfLayout.IdentificationLength);
        if (bytes.IsEmpty)
        {
            // As a recorder leaves it that was ended before the first frame.
            isEmpty = true;
            return;
        }

        const int SignatureLength = 8;
        var signature = bytes[..Math.Min(bytes.Length, SignatureLength)];
        if (!MdfLayout.Finished.StartsWith(signature) && !MdfLayout.Unfinished.StartsWith(signature))
        {
            throw new InvalidDataException($"{input.DisplayName} is not a log of the format {format.Name} ({format.Description}): it does not begin with "
                + $"'MDF' or 'UnFinMF', but with the bytes {HexBytes.Format(signature)}.");
        }

        if (bytes.Length < MdfLayout.IdentificationLength)
        {
            isEmpty = true;
            Report(0, $"the file is cut off in what it begins with, of which there are {bytes.Length} of {MdfLayout.IdentificationLength} bytes");
            return;
        }

        var version = BinaryPrimitives.ReadUInt16LittleEndian(bytes[MdfLayout.VersionNumberOffset..]);
        if (version < MdfLayout.FirstVersion)
        {
            throw new InvalidDataException($"{input.DisplayName} is an MDF of version {version / 100}.{version % 100:00}, and only version 4 has logs of a bus. "
                + "Convert it with the tool that wrote it.");
        }

        unfinished = signature.SequenceEqual(MdfLayout.Unfinished)
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[MdfLayout.UnfinishedFlagsOffset..]) : (ushort)0;
    }

    public override long BytesRead => IsCopied || isEmpty || file is null ? base.BytesRead
        : isOver ? file.Length : Math.Min(file.DataEnd, file.Length);

    public override long SkipTo(Timestamp moment)
    {
        if (isEmpty)
        {
            return 0;
        }

        Open();
        var early = new Timestamp(Math.Max(moment.Nanoseconds, long.MinValue + MostDisorder) - MostDisorder);
        var from = file!.DataEnd;
        for (var number = 0; number < groups!.Length; number++)
        {
            if (!hasHead[number] || heads[number].Timestamp < early)
            {
                hasHead[number] = false;
                _ = groups[number].TrySkipTo(early);
            }
        }

        ReadHeads();
        return file.DataEnd - from;
    }

    // A record does not say where it is, nor in a file of several groups, where those of the others are.
    public override long? GoTo(long place) => null;

    protected override int ReadFrames(Span<CanFrame> destination)
    {
        if (isEmpty)
        {
            return 0;
        }

        if (groups is null)
        {
            Open();
            ReadHeads();
        }

        var count = groups!.Length == 1 ? ReadOne(destination) : ReadInOrder(destination);
        FramesRead += count;
        isOver |= count == 0 && !destination.IsEmpty;
        return count;
    }

    private int ReadOne(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && groups![0].TryRead(out destination[count]))
        {
            count++;
        }

        return count;
    }

    private int ReadInOrder(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && order.TryPeek(out var number, out _))
        {
            destination[count++] = heads[number];
            hasHead[number] = groups![number].TryRead(out heads[number]);
            if (hasHead[number])
            {
                _ = order.DequeueEnqueue(number, (heads[number].Timestamp, number));
            }
            else
            {
                _ = order.Dequeue();
            }
        }

        return count;
    }

    /// <summary>Reads the next frame of each group that has none at hand, where there are several.</summary>
    private void ReadHeads()
    {
        order.Clear();
        for (var number = 0; number < groups!.Length && groups.Length > 1; number++)
        {
            hasHead[number] = hasHead[number] || groups[number].TryRead(out heads[number]);
            if (hasHead[number])
            {
                order.Enqueue(number, (heads[number].Timestamp, number));
            }
        }
    }

    private void Open()
    {
        if (groups is not null)
        {
            return;
        }

        var malformed = MalformedCount;
        file = new MdfFile(OpenSeekable(beginning), unfinished);
        var structure = new MdfStructure(file, Options, LossCounter, Report);
        if (structure is { HasSignals: true, HasBus: false } && MalformedCount == malformed)
        {
            throw new InvalidDataException($"{Input.DisplayName} is an MDF of measured signals: none of its groups has frames of a bus "
                + "(CAN_DataFrame, CAN_ErrorFrame, CAN_RemoteFrame).");
        }

        if (structure.Groups.Count > MostGroups)
        {
            Report(MdfLayout.IdentificationLength, $"there are {structure.Groups.Count} groups with frames, and only {MostGroups} are read");
        }

        groups = [.. structure.Groups.Take(MostGroups).Select(group => new MdfRecords(file, group, LossCounter, Report))];
        (heads, hasHead) = (new CanFrame[groups.Length], new bool[groups.Length]);
    }

    private void Report(long offset, string reason) => Report(new MalformedEntry(Input.Path, 0, offset, string.Empty, reason));
}
