namespace Caneth.Logs.Mdf;

/// <summary>
/// Takes records off the blocks in which they lie one after another, those of several groups with a number before each. Where bytes are
/// missing, or are no records, it goes on with the next one that is.
/// </summary>
internal sealed class MdfRecordStream
{
    private const int LongestValue = 64 * 1024;

    // How many records may lie between one and its value, where that follows it.
    private const int MostBetween = 256;

    // This many in a row are not there by accident.
    private const int RecordsToBelieve = 8;

    private readonly MdfData data;
    private readonly MdfRecordBuffer buffer;
    private readonly int idLength;
    private readonly ulong idMask;
    private readonly MdfGroup? only;
    private readonly Dictionary<ulong, MdfGroup> groups = [];
    private readonly MdfGroup?[] firstGroups = new MdfGroup?[byte.MaxValue + 1];
    private readonly LossCounter losses;
    private readonly Action<long, string> report;
    private long toSkip;
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
        buffer = new MdfRecordBuffer(data);
        idMask = idLength == 0 ? 0 : ulong.MaxValue >> (MdfLayout.BitsPerByte * (sizeof(ulong) - idLength));
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
    public ReadOnlySpan<byte> Record(MdfGroup group) => buffer.Peek(idLength, group.RecordLength);

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

            if (GroupAt(0) is not { } found)
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
        buffer.Take(idLength + group.RecordLength);
        group.RecordsRead++;
    }

    /// <summary>Looks for a value that comes after the record that was found, though it needs it.</summary>
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
        for (var between = 0; between < MostBetween && buffer.TryFill(at + idLength) && GroupAt(at) is { RecordLength: <= LongestValue } next; between++)
        {
            at += idLength + next.RecordLength;
            if (next.Kind != MdfKind.Values)
            {
                continue;
            }

            if (!buffer.TryFill(at + MdfLayout.ValueHeaderLength) || LengthAt(at) is var length && (length > LongestValue || !buffer.TryFill(at + MdfLayout.ValueHeaderLength + (int)length)))
            {
                return false;
            }

            if (next.Values == values && known-- <= 0)
            {
                values.Add(buffer.Peek(at + MdfLayout.ValueHeaderLength, (int)length)[..(int)length]);
                values.Ahead++;
                if (values.TryGet(place, out value))
                {
                    return true;
                }
            }

            at += MdfLayout.ValueHeaderLength + (int)length;
        }

        return false;
    }

    private MdfGroup? GroupAt(int at)
    {
        if (only is not null)
        {
            return only;
        }

        var id = buffer.NumberAt(at) & idMask;
        return id < (ulong)firstGroups.Length ? firstGroups[(int)id] : groups.GetValueOrDefault(id);
    }

    private uint LengthAt(int at) => (uint)buffer.NumberAt(at);

    private void TakeValue(MdfGroup group)
    {
        var header = idLength + MdfLayout.ValueHeaderLength;
        if (!TryEnsure(header))
        {
            return;
        }

        var length = LengthAt(idLength);
        if (group.Values is { Ahead: 0 } values && length <= LongestValue)
        {
            if (TryEnsure(header + (int)length))
            {
                values.Add(buffer.Peek(header, (int)length)[..(int)length]);
                buffer.Take(header + (int)length);
            }

            return;
        }

        toSkip = header + (long)length;
        if (group.Values is { Ahead: > 0 } known)
        {
            known.Ahead--;
        }
        else
        {
            group.Values?.Skip(length);
        }
    }

    /// <summary>Passes over what is to be passed over.</summary>
    /// <returns>Whether there is anything more.</returns>
    private bool TrySkip()
    {
        while (toSkip > 0 && !isOver)
        {
            var step = (int)Math.Min(toSkip, buffer.Count);
            buffer.Take(step);
            toSkip -= step;
            if (toSkip > 0)
            {
                _ = TryEnsure(1);
            }
        }

        return !isOver;
    }

    /// <summary>Sees to it that bytes are at hand; where some are missing before them, it goes on after those.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Whether they are there, and nothing was missing.</returns>
    private bool TryEnsure(int count)
    {
        if (buffer.TryFill(count))
        {
            return true;
        }

        if (!buffer.HasGap)
        {
            isOver = true;
            if (buffer.Count > 0 || toSkip > 0)
            {
                report(Place, $"the data ends inside a record, of which there are {buffer.Count} bytes");
            }

            return false;
        }

        buffer.PassGap();
        toSkip = 0;
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

    /// <summary>Looks for the next place from which on there are records.</summary>
    /// <returns>Whether it is here.</returns>
    private bool TrySynchronize()
    {
        // The last bytes that are there may begin a record of which there is more.
        var rest = buffer.TryFill(MdfRecordBuffer.Capacity / 2) ? MdfRecordBuffer.Capacity / 4 : 0;
        var passed = 0;
        while (buffer.Count > rest && !IsBelievable())
        {
            buffer.Take(1);
            passed++;
        }

        if (passed > 0)
        {
            report(Place, $"{passed} bytes are no records, and were skipped");
        }

        isLost = buffer.Count <= rest;
        if (buffer.Count == 0)
        {
            _ = TryEnsure(1);
        }

        return !isLost;
    }

    private bool IsBelievable()
    {
        var at = 0;
        for (var count = 0; count < RecordsToBelieve; count++)
        {
            if (buffer.Count - at < idLength)
            {
                return count > 0;
            }

            if (GroupAt(at) is not { } group)
            {
                return false;
            }

            var length = (long)idLength + group.RecordLength;
            if (group.Kind == MdfKind.Values && at + length + MdfLayout.ValueHeaderLength <= buffer.Count)
            {
                var value = LengthAt(at + (int)length);
                length += MdfLayout.ValueHeaderLength + (long)value;
                if (value > LongestValue)
                {
                    return false;
                }
            }

            if (length > buffer.Count - at)
            {
                return count > 0;
            }

            at += (int)length;
        }

        return true;
    }
}
