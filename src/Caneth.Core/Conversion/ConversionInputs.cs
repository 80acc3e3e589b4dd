using Caneth.Logs;
using Caneth.Recording;

namespace Caneth.Conversion;

/// <summary>Opens the logs of a conversion, and keeps account of what is read of them. The account may be asked by any thread.</summary>
/// <param name="options">Which logs, and which of their frames.</param>
internal sealed class ConversionInputs(LogConversionOptions options)
{
    private readonly Lock gate = new();
    private readonly List<SelectedLog> open = [];
    private readonly List<ConvertedLog> closed = [];
    private readonly List<string> skipped = [];
    private string? failed;
    private long bytesTotal;
    private long bytesClosed;
    private long framesClosed;

    /// <summary>The log that could not be opened, or not be read to its end; null where there is none.</summary>
    public string? Failed => Volatile.Read(ref failed);

    /// <summary>The logs that were read and closed.</summary>
    public IReadOnlyList<ConvertedLog> Closed
    {
        get
        {
            lock (gate)
            {
                return [.. closed];
            }
        }
    }

    /// <summary>How many frames were read, wanted or not.</summary>
    public long FramesRead
    {
        get
        {
            lock (gate)
            {
                return framesClosed + open.Sum(log => log.Log.FramesRead);
            }
        }
    }

    /// <summary>How much of the files was read, 0 to 100; null where it is unknown.</summary>
    public int? Percent
    {
        get
        {
            lock (gate)
            {
                return bytesTotal > 0 ? (int)Math.Min(100, 100 * (bytesClosed + open.Sum(log => log.Log.BytesRead)) / bytesTotal) : null;
            }
        }
    }

    /// <summary>Looks how long the files are together; that of a pipe is unknown.</summary>
    public void Measure()
    {
        var total = options.Inputs.Sum(LengthOf);
        lock (gate)
        {
            bytesTotal = total;
        }
    }

    /// <summary>The logs that were not opened, because their summaries show that no frame of theirs is wanted.</summary>
    public IReadOnlyList<string> Skipped
    {
        get
        {
            lock (gate)
            {
                return [.. skipped];
            }
        }
    }

    /// <summary>Passes a log over where the summary beside it shows that no frame of it is wanted.</summary>
    /// <returns>Whether it was passed over.</returns>
    public bool TrySkip(string path)
    {
        if (!RecordingSummary.IsOutside(path, options.After, options.Before))
        {
            return false;
        }

        lock (gate)
        {
            skipped.Add(path);
            bytesClosed += LengthOf(path);
        }

        return true;
    }

    /// <summary>Opens a log. What is thrown is listed at <see cref="ReadAheadLog.OpenAsync"/>.</summary>
    public async Task<SelectedLog> OpenAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var log = await ReadAheadLog.OpenAsync(path, options.Reading, options.After, cancellationToken).ConfigureAwait(false);
            var selected = new SelectedLog(log, new(options.Filter, options.After, options.Before));
            lock (gate)
            {
                open.Add(selected);
            }

            return selected;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Volatile.Write(ref failed, path);
            throw;
        }
    }

    /// <summary>Closes a log.</summary>
    public void Close(SelectedLog log)
    {
        log.Dispose();
        if (log.Log.Completion.IsFaulted)
        {
            Volatile.Write(ref failed, log.Log.Path);
        }

        var ended = new ConvertedLog(log.Log);
        lock (gate)
        {
            open.Remove(log);
            closed.Add(ended);
            framesClosed += ended.FramesRead;
            bytesClosed += LengthOf(ended.Path);
        }
    }

    /// <summary>Closes what is open.</summary>
    public void CloseAll()
    {
        foreach (var log in open.ToArray())
        {
            Close(log);
        }
    }

    private static long LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
