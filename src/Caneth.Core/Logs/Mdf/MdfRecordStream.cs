using System.Buffers.Binary;

namespace Caneth.Logs.Mdf;

/// <summary>
/// Takes records off the blocks in which they lie one after another, those of several groups with a number before each. Where bytes are
/// missing, or are no records, it goes on with the next one that is.
/// </summary>
internal sealed class MdfRecordStream
{
    private const int BufferLength = 128 * 1024;

    // Numbers are read eight bytes at once, wherever they lie.
    private const int Slack = sizeof(ulong);
    private const int BitsPerByte = 8;

    // Before a value of its own length stands how long it is.
    private const int LengthLength = 4;
    private const int LongestValue = 64 * 1024;

    // How many records may lie between one and its value, where that follows it.
    private const int MostBetween = 256;

    // So many in a row are not there by accident.
    private const int RecordsToBelieve = 8;

    private readonly MdfData data;
    private readonly int idLength;
    private readonly ulong idMask;
    private readonly MdfGroup? only;
    private readonly Dictionary<ulong, MdfGroup> groups = [];
    private readonly MdfGroup?[] firstGroups = new MdfGroup?[byte.MaxValue + 1];
    private readonly LossCounter losses;
    private readonly Action<long, string> report;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferLength + Slack);
    private int start;
    private int end;
    private long toSkip;
    private bool hasGap;
    private bool isLost;
    private bool isOver;

    /// <summary>The records of a group of data.</summary>
    /// <param name="file">The file.</param>
    /// <param name="group">The group.</param>
    /// <param name="losses">Counts what is left out.</param>
    /// <param name="report">Called where something is wrong, with what.</param>
    public MdfRecordStream(MdfFile file, MdfDataGroup group, LossCounter losses, Action<long, string> report)
    {
        (this.losses, this.report, idLength) = (losses, report, group.IdLength);
        data = new MdfData(file, group.Data, report);
        idMask = idLength == 0 ? 0 : ulong.MaxValue >> (BitsPerByte * (sizeof(ulong) - idLength));
        only = idLength == 0 ? group.Groups.First(known => known.Frames is not null) : null;
        foreach (var known in group.Groups)
        {
            groups[known.RecordId] = known;
            if (known.RecordId < (ulong)firstGroups.Length)
            {
                firstGroups[(int)known.RecordId] = known;
            }
        }
    }

    /// <summary>Where in the file the block lies that is being read.</summary>
    public long Place => data.BlockPlace;

    /// <summary>The record that was found, with eight bytes after it that mean nothing.</summary>
    /// <param name="group">Its group.</param>
    public ReadOnlySpan<byte> Record(MdfGroup group) => buffer.AsSpan(start + idLength, group.RecordLength + Slack);

    /// <summary>Finds the next record that is of a frame.</summary>
    /// <param name="group">Its group.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(out MdfGroup group)
    {
        group = only!;
        while (TrySkip())
        {
            if (isLost && !TrySynchronize() || !TryEnsure(Math.Max(idLength, 1)))
            {
                continue;
            }

            if (GroupAt(start) is not { } found)
            {
                isLost = true;
            }
            else if (found.Kind == MdfKind.Values)
            {
                TakeValue(found);
            }
            else if (found.Frames is null)
            {
                losses.Add(found.LeftOut!);
                toSkip = idLength + (long)found.RecordLength;
            }
            else if (TryEnsure(idLength + found.RecordLength))
            {
                group = found;
                return true;
            }
        }

        return false;
    }

    /// <summary>Goes on after the record that was found.</summary>
    /// <param name="group">Its group.</param>
    public void Take(MdfGroup group)
    {
        start += idLength + group.RecordLength;
        group.RecordsRead++;
    }

    /// <summary>Looks for values that come after the record that was found, though it needs one of them.</summary>
    /// <param name="group">The group of the record.</param>
    /// <param name="place">Where the value begins among all of its channel.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether it is there.</returns>
    public bool TryFindAhead(MdfGroup group, ulong place, out ReadOnlySpan<byte> value)
    {
        value = default;
        var values = group.Values!;
        var known = values.Ahead;
        var at = idLength + group.RecordLength;
        for (var between = 0; between < MostBetween && TryPeek(at + idLength) && GroupAt(start + at) is { RecordLength: <= BufferLength } next; between++)
        {
            at += idLength + next.RecordLength;
            if (next.Kind != MdfKind.Values)
            {
                continue;
            }

            if (!TryPeek(at + LengthLength) || LengthAt(start + at) is var length && (length > LongestValue || !TryPeek(at + LengthLength + (int)length)))
            {
                return false;
            }

            if (next.Values == values && known-- <= 0)
            {
                values.Add(buffer.AsSpan(start + at + LengthLength, (int)length));
                values.Ahead++;
                if (values.TryGet(place, out value))
                {
                    return true;
                }
            }

            at += LengthLength + (int)length;
        }

        return false;
    }

    private MdfGroup? GroupAt(int at) => only ?? (idLength == 1 ? firstGroups[buffer[at]]
        : groups.GetValueOrDefault(BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(at)) & idMask));

    private uint LengthAt(int at) => BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(at));

    private void TakeValue(MdfGroup group)
    {
        var header = idLength + LengthLength;
        if (!TryEnsure(header))
        {
            return;
        }

        var length = LengthAt(start + idLength);
        if (group.Values is not { } values)
        {
            toSkip = header + (long)length;
        }
        else if (values.Ahead > 0)
        {
            values.Ahead--;
            toSkip = header + (long)length;
        }
        else if (length > LongestValue)
        {
            values.Skip(length);
            toSkip = header + (long)length;
        }
        else if (TryEnsure(header + (int)length))
        {
            values.Add(buffer.AsSpan(start + header, (int)length));
            start += header + (int)length;
        }
    }

    /// <summary>Passes over what is to be passed over.</summary>
    /// <returns>Whether there is anything more.</returns>
    private bool TrySkip()
    {
        while (toSkip > 0 && !isOver)
        {
            var step = (int)Math.Min(toSkip, end - start);
            start += step;
            toSkip -= step;
            if (toSkip > 0)
            {
                _ = TryEnsure(1);
            }
        }

        return !isOver;
    }

    /// <summary>Looks for the next place from which on there are records.</summary>
    /// <returns>Whether it is here.</returns>
    private bool TrySynchronize()
    {
        // The last bytes that are there may begin a record of which there is more.
        var rest = TryPeek(BufferLength / 2) ? BufferLength / 4 : 0;
        var from = start;
        while (end - start > rest && !IsBelievable(start))
        {
            start++;
        }

        if (start > from)
        {
            report(Place, $"{start - from} bytes are no records, and were skipped");
        }

        isLost = end - start <= rest;
        if (start == end)
        {
            _ = TryEnsure(1);
        }

        return !isLost;
    }

    private bool IsBelievable(int at)
    {
        for (var count = 0; count < RecordsToBelieve; count++)
        {
            if (end - at < idLength)
            {
                return count > 0;
            }

            if (GroupAt(at) is not { } group)
            {
                return false;
            }

            var length = (long)idLength + group.RecordLength;
            if (group.Kind == MdfKind.Values && at + length + LengthLength <= end)
            {
                var value = LengthAt(at + (int)length);
                length += LengthLength + (long)value;
                if (value > LongestValue)
                {
                    return false;
                }
            }

            if (length > end - at)
            {
                return count > 0;
            }

            at += (int)length;
        }

        return true;
    }

    /// <summary>Sees to it that there are so many bytes; where some are missing before them, it goes on after those.</summary>
    /// <returns>Whether they are there, and nothing was missing.</returns>
    private bool TryEnsure(int count)
    {
        if (end - start >= count || TryPeek(count))
        {
            return true;
        }

        if (!hasGap)
        {
            isOver = true;
            if (end > start || toSkip > 0)
            {
                report(Place, $"the data ends inside a record, of which there are {end - start} bytes");
            }

            return false;
        }

        (start, end, toSkip, hasGap) = (0, 0, 0, false);
        if (only is null)
        {
            isLost = true;
        }
        else if (data.IsPositionKnown)
        {
            var records = (data.Position + only.RecordLength - 1) / only.RecordLength;
            toSkip = records * only.RecordLength - data.Position;
            only.RecordsRead = records;
        }

        return false;
    }

    /// <summary>Sees to it that there are so many bytes, as far as none is missing before them.</summary>
    private bool TryPeek(int count)
    {
        if (count > BufferLength)
        {
            return false;
        }

        while (end - start < count && !hasGap)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }

            var read = data.Read(buffer.AsSpan(end, BufferLength - end));
            end += read;
            if (read == 0)
            {
                hasGap = data.HasGap;
                break;
            }
        }

        return end - start >= count;
    }
}
