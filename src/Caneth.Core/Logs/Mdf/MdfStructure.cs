using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>What an MDF file says of its data: when it was begun, and which groups there are.</summary>
internal sealed class MdfStructure
{
    private const int HeaderLinks = 6;
    private const int HeaderDataLength = 13;
    private const int DataGroupLinks = 4;
    private const int ChannelGroupLinks = 6;
    private const int ChannelGroupDataLength = 32;
    private const int DeepestChannel = 8;
    private const int MostChannels = 64;

    // A frame and its time take some dozens of bytes.
    private const int LongestRecord = 64 * 1024;

    private readonly MdfFile file;
    private readonly LossCounter losses;
    private readonly Action<long, string> report;
    private readonly LogTimes times;
    private readonly List<MdfDataGroup> groups = [];

    /// <summary>Reads what a file says of its data.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="losses">Counts what frames cannot say.</param>
    /// <param name="report">Called where something is wrong, with what.</param>
    public MdfStructure(MdfFile file, LogReadOptions options, LossCounter losses, Action<long, string> report)
    {
        (this.file, this.losses, this.report) = (file, losses, report);
        times = new LogTimes(losses);
        if (!file.TryReadBlock(MdfLayout.IdentificationLength, MdfLayout.HeaderBlock, HeaderLinks, HeaderDataLength, out var header))
        {
            report(MdfLayout.IdentificationLength, "there is no header, or the file is cut off in it");
            return;
        }

        Start = ReadStart(header.Data, options);
        for (var place = header.Link(0); place != 0;)
        {
            if (!file.TryReadBlock(place, MdfLayout.DataGroupBlock, DataGroupLinks, 1, out var group) || group.Data[0] > sizeof(ulong))
            {
                ReportLost(place, "group of data");
                return;
            }

            AddDataGroup(group);
            place = group.Link(0);
        }
    }

    /// <summary>The moment that times count from.</summary>
    public Timestamp Start { get; }

    /// <summary>Whether there are groups of measured signals.</summary>
    public bool HasSignals { get; private set; }

    /// <summary>Whether there are groups that have to do with a bus.</summary>
    public bool HasBus { get; private set; }

    /// <summary>The groups that have frames.</summary>
    public IReadOnlyList<MdfDataGroup> Groups => groups;

    private static Timestamp ReadStart(ReadOnlySpan<byte> data, LogReadOptions options)
    {
        var start = new Timestamp((long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(data), long.MaxValue));

        // Where it is what a clock showed, the file does not say in which zone.
        return (data[12] & MdfLayout.LocalTime) != 0
            && WallClock.TryToTimestamp(DateTime.SpecifyKind(start.ToDateTime(), DateTimeKind.Unspecified), options.TimeZone, out var known) ? known : start;
    }

    private void AddDataGroup(in MdfBlock dataGroup)
    {
        var found = new List<MdfGroup>();
        var valueGroups = new Dictionary<long, MdfGroup>();
        for (var place = dataGroup.Link(1); place != 0;)
        {
            if (!file.TryReadBlock(place, MdfLayout.ChannelGroupBlock, ChannelGroupLinks, ChannelGroupDataLength, out var block))
            {
                ReportLost(place, "group of channels");
                break;
            }

            var group = ReadGroup(place, block);
            found.Add(group);
            if (group.Kind == MdfKind.Values)
            {
                valueGroups[place] = group;
            }

            place = block.Link(0);
        }

        foreach (var group in found)
        {
            if (group.Frames is { Values: not 0 } frames && valueGroups.TryGetValue(frames.Values, out var values))
            {
                group.Values = values.Values ??= new MdfSignalData(null);
            }
            else if (group.Frames is { Values: not 0 } others)
            {
                group.Values = new MdfSignalData(new MdfData(file, others.Values, report));
            }
        }

        HasSignals |= found.Any(group => group.Kind == MdfKind.Signals);
        HasBus |= found.Any(group => group.Kind is not MdfKind.Signals and not MdfKind.Values);
        if (found.Any(group => group.Frames is not null))
        {
            groups.Add(new MdfDataGroup(dataGroup.Link(2), dataGroup.Data[0], found));
            return;
        }

        foreach (var group in found.Where(group => group is { Count: > 0, LeftOut: not null }))
        {
            losses.Add(group.LeftOut!, (long)Math.Min(group.Count, long.MaxValue));
        }
    }

    private MdfGroup ReadGroup(long place, in MdfBlock block)
    {
        var data = block.Data;
        var id = BinaryPrimitives.ReadUInt64LittleEndian(data);
        var count = BinaryPrimitives.ReadUInt64LittleEndian(data[8..]);
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(data[16..]);
        var (dataLength, invalidLength) = (BinaryPrimitives.ReadUInt32LittleEndian(data[24..]), BinaryPrimitives.ReadUInt32LittleEndian(data[28..]));
        if ((flags & MdfLayout.VariableLengthGroup) != 0)
        {
            return new MdfGroup { Kind = MdfKind.Values, RecordId = id, RecordLength = 0 };
        }

        var channels = new List<MdfChannel>();
        ReadChannels(block.Link(1), channels, 0);
        var (dataPart, invalidPart) = ((int)Math.Min(dataLength, LongestRecord), (int)Math.Min(invalidLength, LongestRecord));
        var layout = new MdfRecordLayout(channels, dataPart, invalidPart);
        var kind = layout.Kind;
        var length = (int)Math.Min((ulong)dataLength + invalidLength, int.MaxValue);
        var other = new MdfGroup { Kind = kind, RecordId = id, RecordLength = length, Count = count, LeftOut = layout.LeftOut };
        if (kind is MdfKind.Signals or MdfKind.OtherBus)
        {
            return other;
        }

        var clock = layout.Master is { } master ? MdfClock.TryMake(master, dataPart, invalidPart, Start, times) : null;
        var problem = length is 0 or > LongestRecord ? $"its records have {(ulong)dataLength + invalidLength} bytes"
            : clock is null ? "it has no channel of times that are understood"
            : kind != MdfKind.Error && !layout.Field("ID").IsPresent ? "it has no channel of ids that can be read"
            : kind == MdfKind.Data && layout.Data is null ? "it has no channel of data that can be read"
            : null;
        if (problem is not null)
        {
            report(place, $"the frames of a group cannot be read: {problem}");
            return other;
        }

        return new MdfGroup { Kind = kind, RecordId = id, RecordLength = length, Count = count, Frames = new MdfFrames(kind, clock!, layout, losses) };
    }

    private void ReadChannels(long place, List<MdfChannel> channels, int depth)
    {
        while (place != 0 && depth < DeepestChannel)
        {
            if (MdfChannel.TryRead(file, place) is not { } channel)
            {
                // What a channel is made of may be an array, which frames have none of.
                if (depth == 0)
                {
                    ReportLost(place, "channel");
                }

                return;
            }

            // Of measured signals there can be thousands, and frames have some dozens.
            channels.Add(channel);
            if (channels.Count >= MostChannels)
            {
                return;
            }

            ReadChannels(channel.Parts, channels, depth + 1);
            place = channel.Next;
        }
    }

    private void ReportLost(long place, string what) =>
        report(place, $"there is no {what} where one should be, or the file is cut off before it; what would follow is not read");
}
