using Caneth.Logs;
using Parquet;

namespace Caneth.Parquet;

/// <summary>Reads frames of Parquet, a row group at a time.</summary>
internal sealed class ParquetLogReader : ILogReader
{
    // A damaged file can claim any number; a group of this many takes half a gigabyte.
    private const long MostRows = 10_000_000;

    private readonly LogInput input;
    private readonly LogReadOptions options;
    private readonly Stream content;
    private readonly DirectStream direct;
    private readonly ParquetReader file;
    private readonly FrameRows rows;
    private readonly long rowsTotal;
    private int nextGroup;
    private int nextRow;
    private long rowsPassed;
    private bool disposed;

    /// <summary>Reads the directory of a file, which is its last part.</summary>
    /// <exception cref="InvalidDataException">It is no Parquet file, not a whole one, or one of something else than frames.</exception>
    public ParquetLogReader(LogFormat format, LogInput input, LogReadOptions options)
    {
        Format = format;
        this.input = input;
        this.options = options;
        content = ParquetFile.Seekable(input.Content);
        direct = new(content);
        try
        {
            ParquetFile.Check(content, input.Path);
            (file, rows) = Guarded(Begin);
            rowsTotal = file.RowGroups.Sum(group => group.RowCount);
        }
        catch
        {
            Close();
            throw;
        }
    }

    public LogFormat Format { get; }

    // The library goes to the end of the file first, so how far it was read says nothing.
    public long BytesRead => rowsTotal == 0 ? input.BytesRead : (long)(Volatile.Read(ref rowsPassed) / (double)rowsTotal * (BytesTotal ?? 0));

    public long? BytesTotal => input.BytesTotal;

    public long FramesRead { get; private set; }

    public long MalformedCount { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses => rows.EmptyCells > 0 ? [new("empty cells, read as 0", rows.EmptyCells)] : [];

    public int Read(Span<CanFrame> destination)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var count = 0;
        while (count < destination.Length && (nextRow < rows.Count || LoadNext()))
        {
            if (rows.TryRead(nextRow, out destination[count]))
            {
                count++;
            }
            else
            {
                MalformedCount++;
                options.OnMalformed?.Invoke(new(input.Path, 0, 0, string.Empty, $"row {rowsPassed + 1:N0} is no frame: {rows.Describe(nextRow)}"));
            }

            nextRow++;
            Volatile.Write(ref rowsPassed, rowsPassed + 1);
        }

        FramesRead += count;
        return count;
    }

    /// <remarks>Of each row group the file says the latest time, so none that matters is passed over.</remarks>
    public long SkipTo(Timestamp moment)
    {
        var skipped = 0L;
        if (nextGroup > 0 && nextRow < rows.Count)
        {
            if (!IsBefore(file.RowGroups[nextGroup - 1], moment))
            {
                return 0;
            }

            var left = rows.Count - nextRow;
            skipped += LengthOf(file.RowGroups[nextGroup - 1]) * left / rows.Count;
            Pass(left);
            nextRow = rows.Count;
        }

        while (nextGroup < file.RowGroupCount && IsBefore(file.RowGroups[nextGroup], moment))
        {
            skipped += LengthOf(file.RowGroups[nextGroup]);
            Pass(file.RowGroups[nextGroup].RowCount);
            nextGroup++;
        }

        return skipped;
    }

    public void Dispose()
    {
        disposed = true;
        Close();
    }

    private (ParquetReader File, FrameRows Rows) Begin()
    {
        var opened = ParquetReader.CreateAsync(direct, leaveStreamOpen: true).GetAwaiter().GetResult();
        return (opened, new(opened.Schema, FileNotes.ChannelsOf(opened.CustomMetadata)));
    }

    private bool LoadNext()
    {
        while (nextGroup < file.RowGroupCount)
        {
            var group = file.RowGroups[nextGroup++];
            if (group.RowCount is < 0 or > MostRows)
            {
                throw new InvalidDataException(
                    $"{ParquetFile.NameOf(input.Path)} has a row group of {group.RowCount:N0} rows, and {MostRows:N0} are read at once at most.");
            }

            Guarded(() =>
            {
                rows.Load(group, direct);
                return true;
            });
            nextRow = 0;
            if (rows.Count > 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsBefore(ParquetRowGroupReader group, Timestamp moment) => rows.LatestOf(group) is { } latest && latest < moment;

    private static long LengthOf(ParquetRowGroupReader group) => Math.Max(0, group.RowGroup.TotalCompressedSize ?? 0);

    private void Pass(long count) => Volatile.Write(ref rowsPassed, rowsPassed + count);

    private void Close()
    {
        content.Dispose();
        input.Dispose();
    }

    /// <summary>Whatever the library fails with where a file is damaged, it is the file that is at fault.</summary>
    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is EndOfStreamException or not IOException)
        {
            throw new InvalidDataException($"{ParquetFile.NameOf(input.Path)} cannot be read as Parquet: {failure.Message}", failure);
        }
    }
}
