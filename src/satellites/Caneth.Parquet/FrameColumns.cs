using System.Buffers.Binary;
using Parquet;
using Parquet.Schema;

namespace Caneth.Parquet;

/// <summary>The frames of one row group, a column for each thing that is known of them.</summary>
internal sealed class FrameColumns
{
    /// <summary>How many rows a group has: what readers take for one thread, and skip by its times.</summary>
    public const int MostRows = 1_000_000;

    private const int FirstRoom = 4096;

    private static readonly int LongWords = FrameSchema.LongData.Length;

    private readonly DataField[] fields = FrameSchema.OfMemory().DataFields;
    private readonly ChannelList channels;
    private readonly List<int> longRows = [];
    private readonly List<ulong> longWords = [];
    private long[] times = new long[FirstRoom];
    private long[] sequence = new long[FirstRoom];
    private ushort[] channelNumbers = new ushort[FirstRoom];
    private uint[] ids = new uint[FirstRoom];
    private byte[] flags = new byte[FirstRoom];
    private byte[] dlcs = new byte[FirstRoom];
    private ulong[] words = new ulong[FirstRoom];
    private int[] levels = [];
    private long next;

    /// <summary>No frames yet.</summary>
    /// <param name="channels">Gives the channels their numbers.</param>
    public FrameColumns(ChannelList channels) => this.channels = channels;

    /// <summary>How many frames there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes frames, as many as there is room for.</summary>
    /// <returns>How many.</returns>
    public int Add(ReadOnlySpan<CanFrame> frames)
    {
        var count = Math.Min(frames.Length, MostRows - Count);
        while (times.Length < Count + count)
        {
            Grow();
        }

        foreach (ref readonly var frame in frames[..count])
        {
            Add(frame);
        }

        return count;
    }

    /// <summary>Writes the frames as a row group, and begins anew.</summary>
    public async Task WriteAsync(ParquetWriter file)
    {
        using var group = file.CreateRowGroup();
        await group.WriteAsync<long>(fields[0], times.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<long>(fields[1], sequence.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<ushort>(fields[2], channelNumbers.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<uint>(fields[3], ids.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<byte>(fields[4], flags.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<byte>(fields[5], dlcs.AsMemory(0, Count)).ConfigureAwait(false);
        await group.WriteAsync<ulong>(fields[6], words.AsMemory(0, Count)).ConfigureAwait(false);
        await WriteLongDataAsync(group).ConfigureAwait(false);
        group.CompleteValidate();
        Count = 0;
        longRows.Clear();
        longWords.Clear();
    }

    private void Add(in CanFrame frame)
    {
        var row = Count++;
        var data = frame.Data;
        times[row] = frame.Timestamp.Nanoseconds;
        sequence[row] = next++;
        channelNumbers[row] = channels.NumberOf(frame.Device);
        ids[row] = frame.Id;
        flags[row] = (byte)FlagsOf(frame);
        dlcs[row] = (byte)frame.Dlc;
        if (data.Count <= CanData.MaxClassicLength)
        {
            Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
            bytes.Clear();
            data.CopyTo(bytes);
            words[row] = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        }
        else
        {
            AddLong(row, data);
        }
    }

    private void AddLong(int row, CanData data)
    {
        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        bytes.Clear();
        data.CopyTo(bytes);
        words[row] = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        longRows.Add(row);
        for (var word = 1; word <= LongWords; word++)
        {
            longWords.Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes[(word * sizeof(ulong))..]));
        }
    }

    private async Task WriteLongDataAsync(ParquetRowGroupWriter group)
    {
        if (levels.Length < Count)
        {
            levels = new int[times.Length];
        }

        var column = new ulong[longRows.Count];
        for (var word = 0; word < LongWords; word++)
        {
            var present = Collect(word, column);
            await group.WriteAllPartsAsync<ulong>(fields[^(LongWords - word)], column.AsMemory(0, present), levels.AsMemory(0, Count), null, default)
                .ConfigureAwait(false);
        }

        longRows.ForEach(row => levels[row] = 0);
    }

    /// <summary>Collects a word of all rows whose data is that long, and marks these.</summary>
    private int Collect(int word, ulong[] column)
    {
        var present = 0;
        for (var index = 0; index < longRows.Count; index++)
        {
            var row = longRows[index];
            var isThere = DataLengthCode.ToLength(dlcs[row], fd: true) > (word + 1) * sizeof(ulong);
            levels[row] = isThere ? 1 : 0;
            if (isThere)
            {
                column[present++] = longWords[index * LongWords + word];
            }
        }

        return present;
    }

    private void Grow()
    {
        var room = Math.Min(MostRows, 2 * times.Length);
        Array.Resize(ref times, room);
        Array.Resize(ref sequence, room);
        Array.Resize(ref channelNumbers, room);
        Array.Resize(ref ids, room);
        Array.Resize(ref flags, room);
        Array.Resize(ref dlcs, room);
        Array.Resize(ref words, room);
    }

    private static FrameFlags FlagsOf(in CanFrame frame) =>
        (frame.Extended ? FrameFlags.Extended : 0) | (frame.Remote ? FrameFlags.Remote : 0) | (frame.Error ? FrameFlags.Error : 0)
        | (frame.Fd ? FrameFlags.Fd : 0) | (frame.BitRateSwitch ? FrameFlags.BitRateSwitch : 0)
        | (frame.ErrorState ? FrameFlags.ErrorState : 0) | (frame.Transmitted ? FrameFlags.Transmitted : 0);
}
