using System.Buffers.Binary;
using Parquet;
using Parquet.Schema;

namespace Caneth.Parquet;

/// <summary>The frames of a row group of a file.</summary>
internal sealed class FrameRows
{
    private const FrameFlags Known = FrameFlags.Extended | FrameFlags.Remote | FrameFlags.Error | FrameFlags.Fd
        | FrameFlags.BitRateSwitch | FrameFlags.ErrorState | FrameFlags.Transmitted;

    private readonly Column time;
    private readonly Column channel;
    private readonly Column id;
    private readonly Column flags;
    private readonly Column dlc;
    private readonly Column data;
    private readonly Column[] longData;
    private readonly Column[] columns;
    private readonly TimeUnit unit;
    private readonly string?[] channels;
    private readonly Dictionary<long, string> otherChannels = [];
    private bool hasLongData;

    /// <summary>Looks whether a file has what makes frames.</summary>
    /// <param name="schema">Its columns.</param>
    /// <param name="channels">The names of its channels, in the order of their numbers.</param>
    /// <exception cref="InvalidDataException">It lacks a column, or one holds something else.</exception>
    public FrameRows(ParquetSchema schema, string?[] channels)
    {
        this.channels = channels;
        time = new(Needed(schema, FrameSchema.Time));
        id = new(Needed(schema, FrameSchema.Id));
        dlc = new(Needed(schema, FrameSchema.Dlc));
        data = new(Needed(schema, FrameSchema.Data));
        channel = new(NumberColumn.Find(schema, FrameSchema.Channel));
        flags = new(NumberColumn.Find(schema, FrameSchema.Flags));
        longData = [.. FrameSchema.LongData.Select(name => new Column(NumberColumn.Find(schema, name)))];
        columns = [time, channel, id, flags, dlc, data];
        unit = TimeUnit.Of(schema.DataFields.First(field => field.Name == FrameSchema.Time));
    }

    /// <summary>How many rows there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many cells were empty that should not be.</summary>
    public long EmptyCells { get; private set; }

    /// <summary>Reads the rows of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="content">What it is read from.</param>
    public void Load(ParquetRowGroupReader group, DirectStream content)
    {
        Count = (int)group.RowCount;
        foreach (var column in columns)
        {
            EmptyCells += column.Load(group, content, Count);
        }

        hasLongData = flags.Rows(Count).IndexOfAnyInRange((long)FrameFlags.Fd, (long)Known) >= 0 && dlc.Rows(Count).IndexOfAnyInRange(9, DataLengthCode.Max) >= 0;
        foreach (var column in hasLongData ? longData : [])
        {
            _ = column.Load(group, content, Count);
        }
    }

    /// <summary>The latest time of a group, as the file says; null where it does not.</summary>
    public Timestamp? LatestOf(ParquetRowGroupReader group) =>
        time.Numbers?.LargestOf(group) is { } latest && unit.TryToTimestamp(latest, out var moment) ? moment : null;

    /// <summary>Makes the frame of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it is one; otherwise <see cref="Describe"/> says what is there.</returns>
    public bool TryRead(int row, out CanFrame frame)
    {
        var kind = (FrameFlags)flags[row];
        var fd = (kind & FrameFlags.Fd) != 0;
        var remote = (kind & FrameFlags.Remote) != 0;
        if ((ulong)id[row] > CanId.MaxExtended || (ulong)flags[row] > (ulong)Known || (ulong)dlc[row] > DataLengthCode.Max || remote && fd
            || !unit.TryToTimestamp(time[row], out var moment))
        {
            frame = default;
            return false;
        }

        var code = (int)dlc[row];
        frame = new((uint)id[row], DataOf(row, remote ? 0 : DataLengthCode.ToLength(code, fd)), code, kind) { Timestamp = moment, Device = NameOf(channel[row]) };
        return true;
    }

    /// <summary>A row that is no frame, in words.</summary>
    public string Describe(int row) => $"t {time[row]}, id {id[row]}, flags {flags[row]}, dlc {dlc[row]}";

    private CanData DataOf(int row, int length)
    {
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, data[row]);
        for (var word = 1; word * sizeof(ulong) < length; word++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(word * sizeof(ulong))..], hasLongData ? longData[word - 1][row] : 0);
        }

        return new(bytes[..length]);
    }

    private string? NameOf(long number)
    {
        if ((ulong)number < (ulong)channels.Length)
        {
            return channels[number];
        }

        if (channel.Numbers is null)
        {
            return null;
        }

        if (!otherChannels.TryGetValue(number, out var name))
        {
            name = ChannelList.NameOf(number);
            if (otherChannels.Count < ushort.MaxValue)
            {
                otherChannels.Add(number, name);
            }
        }

        return name;
    }

    private static NumberColumn Needed(ParquetSchema schema, string name) => NumberColumn.Find(schema, name)
        ?? throw new InvalidDataException($"It has no column '{name}', so its rows are no frames; the columns of frames are "
            + $"{FrameSchema.Time}, {FrameSchema.Id}, {FrameSchema.Dlc} and {FrameSchema.Data}, and may be "
            + $"{FrameSchema.Channel}, {FrameSchema.Flags} and {FrameSchema.LongData[0]} to {FrameSchema.LongData[^1]}.");

    /// <summary>A column of the present row group; all zeros where the file has none of its name.</summary>
    private sealed class Column(NumberColumn? numbers)
    {
        private long[] rows = [];

        public NumberColumn? Numbers => numbers;

        public long this[int row] => rows[row];

        public ReadOnlySpan<long> Rows(int count) => rows.AsSpan(0, count);

        public long Load(ParquetRowGroupReader group, DirectStream content, int count)
        {
            if (rows.Length < count)
            {
                rows = new long[count];
            }

            return numbers?.Read(group, content, rows.AsMemory(0, count)) ?? 0;
        }
    }
}
