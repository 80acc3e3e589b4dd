using System.IO.Compression;
using Caneth.Logs.Files;

namespace Caneth.Logs;

/// <summary>Where a log is written: a stream, and what was there before where it is a file to go on with.</summary>
internal sealed class LogTarget : IDisposable
{
    private readonly Stream file;
    private GZipStream? member;
    private long written;

    public LogTarget(Stream stream)
        : this(stream, compress: false)
    {
    }

    private LogTarget(Stream file, bool compress)
    {
        this.file = file;
        Compresses = compress;
    }

    /// <summary>The file, where it has content that is to be gone on with; otherwise null.</summary>
    public string? AppendTo { get; private init; }

    /// <summary>Whether the content is compressed.</summary>
    public bool Compresses { get; }

    /// <summary>How long the file is, as it lies on the disk.</summary>
    public long Length => file.CanSeek ? file.Length : written;

    /// <summary>Whether what is flushed survives a power failure too.</summary>
    public bool Durable { get; init; }

    /// <summary>How much of the file is whole, and kept where a write fails; asked of a file only.</summary>
    public long WholeLength => ((LogFileStream)file).WholeLength;

    /// <summary>Whether bytes written before can be read and changed.</summary>
    public bool CanSeek => !Compresses && file.CanSeek;

    private Stream Content => Compresses ? member ??= new(file, CompressionLevel.Fastest, leaveOpen: true) : file;

    /// <summary>Opens a file to write it, alone; others may look at it meanwhile.</summary>
    /// <exception cref="LogInUseException">Somebody else writes it; it has not been changed.</exception>
    public static LogTarget Open(string path, ExistingFile existing, string owner, LogStorage? storage = null, bool durable = false)
    {
        var file = (storage ?? LogStorage.Disk).Open(path, existing, owner);
        var compress = path.EndsWith(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase);
        return new LogTarget(file, compress) { AppendTo = file.Position > 0 ? path : null, Durable = durable };
    }

    /// <summary>Writes at the end.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Content.Write(bytes);
        written += bytes.Length;
    }

    /// <summary>Writes over what is there; only where <see cref="CanSeek"/>.</summary>
    public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        var end = file.Position;
        file.Position = offset;
        file.Write(bytes);
        file.Position = end;
    }

    /// <summary>Hands everything to the operating system; where a later write fails, the file is cut back to this.</summary>
    public void Flush()
    {
        (member ?? file).Flush();
        (file as LogFileStream)?.Commit(Durable);
    }

    /// <summary>
    /// Ends the member of a compressed file, so that it is whole to every program; what is written later begins the next.
    /// </summary>
    public void Seal()
    {
        EndMember();
        Flush();
    }

    /// <summary>Looks whether the file is still the one under its path.</summary>
    /// <exception cref="LogLostException">Another program has removed, replaced or emptied it.</exception>
    public void Check() => (file as LogFileStream)?.Check();


    /// <summary>
    /// Whether the content to go on with ends without the end of a line (unknown, hence false, where it is compressed).
    /// </summary>
    public bool EndsInsideLine()
    {
        if (AppendTo is null || Compresses)
        {
            return false;
        }

        _ = file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    public void Dispose()
    {
        try
        {
            EndMember();
            (file as LogFileStream)?.Commit(Durable);
        }
        finally
        {
            file.Dispose();
        }
    }

    private void EndMember()
    {
        var ended = member;
        member = null;
        ended?.Dispose();
    }
}
