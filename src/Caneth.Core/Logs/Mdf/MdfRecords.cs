namespace Caneth.Logs.Mdf;

/// <summary>The frames of the records that lie in the same blocks, in their order.</summary>
/// <param name="file">The file.</param>
/// <param name="group">The group of data that the blocks are of.</param>
/// <param name="losses">Counts what is left out.</param>
/// <param name="report">Called where something is wrong, with what.</param>
internal sealed class MdfRecords(MdfFile file, MdfDataGroup group, LossCounter losses, Action<long, string> report)
{
    private readonly MdfRecordStream records = new(file, group, losses, report);
    private readonly bool isInSequence = (file.Unfinished & MdfLayout.OffsetsUnfinished) != 0;

    /// <summary>Reads the next frame.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out CanFrame frame)
    {
        while (records.TryFind(out var found))
        {
            var isWhole = TryMake(found, out frame);
            records.Take(found);
            if (isWhole)
            {
                return true;
            }
        }

        frame = default;
        return false;
    }

    /// <summary>Passes over the records before a moment, until the first of the moment or after it.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TrySkipTo(Timestamp moment)
    {
        while (records.TryFind(out var found))
        {
            if (found.Frames!.TimeOf(records.Record(found), found.RecordsRead) >= moment)
            {
                return true;
            }

            records.Take(found);
        }

        return false;
    }

    private bool TryMake(MdfGroup found, out CanFrame frame)
    {
        ReadOnlySpan<byte> value = default;
        if (found.Values is { } values)
        {
            var place = isInSequence ? (ulong)values.Next : found.Frames!.PlaceOf(records.Record(found));
            if (!values.TryGet(place, out value) && !(values.IsAmongRecords && records.TryFindAhead(found, place, out value)))
            {
                report(records.Place, $"the data of a frame should begin at byte {place} of all data of its channel, and is not there");
                frame = default;
                return false;
            }
        }

        frame = found.Frames!.Make(records.Record(found), found.RecordsRead, value);
        return true;
    }
}
