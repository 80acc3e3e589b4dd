using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Publishing;

/// <summary>Writes batches into files, in folders <c>gateway=/date=/</c>, that survive a power failure once they are whole.</summary>
/// <param name="options">Where, and in which format.</param>
/// <param name="noteActive">Called for each batch, since all of them may take long.</param>
/// <param name="refuse">Told of a batch that is damaged, or cannot be written.</param>
internal sealed class BatchFiles(PublishedFramesWriterOptions options, Action noteActive, Action<InvalidDataException> refuse)
{
    // Files that are written at the same time: a clock that leaps about must not open thousands.
    private const int MostDays = 256;

    /// <summary>Writes a device's files after the other's, so that one of them is in memory at a time.</summary>
    /// <param name="pending">The batches.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="IOException">The disk does not take it; what is whole by then stays, and is written over by the next attempt.</exception>
    /// <exception cref="UnauthorizedAccessException">The folders must not be written.</exception>
    public WrittenFiles Write(PendingBatches pending)
    {
        var (files, frames) = (0, 0L);
        var losses = new List<LogLoss>();
        foreach (var batches in pending.ByDevice)
        {
            for (var rest = batches.AsMemory(); !rest.IsEmpty;)
            {
                using var folders = new HiveFolders(options.Path, options.EffectiveFormat, $"the writer '{options.Name}'");
                rest = rest[Write(rest.Span, folders, ref frames)..];
                foreach (var file in folders.Complete())
                {
                    FlushToDisk(file);
                    files++;
                }

                losses.AddRange(folders.Losses);
            }
        }

        return new(files, frames, losses);
    }

    /// <summary>Writes batches of a device until there are too many files.</summary>
    /// <returns>How many batches were written.</returns>
    private int Write(ReadOnlySpan<PendingBatch> batches, HiveFolders folders, ref long frames)
    {
        for (var index = 0; index < batches.Length; index++)
        {
            noteActive();
            try
            {
                var batch = FrameBatch.Decode(batches[index].Message.Span);
                ThrowIfOfTooManyDays(batch);
                folders.Write(batch.Frames.Span, batches[index].Key);
                frames += batch.Frames.Length;
            }
            catch (InvalidDataException damaged)
            {
                refuse(damaged);
            }

            if (folders.Count >= MostDays)
            {
                return index + 1;
            }
        }

        return batches.Length;
    }

    private static void ThrowIfOfTooManyDays(FrameBatch batch)
    {
        var (days, before) = (0, long.MinValue);
        foreach (ref readonly var frame in batch.Frames.Span)
        {
            var day = HiveFolders.DayOf(frame.Timestamp);
            days += day != before ? 1 : 0;
            before = day;
        }

        if (days > MostDays)
        {
            throw new InvalidDataException(WriterMessages.TooManyDays(batch.Device, MostDays));
        }
    }

    // The position must not know of what a power failure would take away.
    private static void FlushToDisk(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(file);
    }
}

/// <summary>What was written.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Frames">How many frames are in them.</param>
/// <param name="Losses">What the format cannot hold.</param>
internal readonly record struct WrittenFiles(int Files, long Frames, IReadOnlyCollection<LogLoss> Losses);
