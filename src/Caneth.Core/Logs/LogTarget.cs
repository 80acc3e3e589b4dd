using System.IO.Compression;

namespace Caneth.Logs;

/// <summary>Where a log is written: a stream, and what was there before where it is a file to go on with.</summary>
internal sealed class LogTarget : IDisposable
{
    private readonly Stream file;
    private readonly Stream content;
    private long written;

    public LogTarget(Stream stream)
        : this(stream, compress: false)
    {
    }

    private LogTarget(Stream file, bool compress)
    {
        this.file = file;
        content = compress ? new GZipStream(file, CompressionLevel.Fastest) : file;
        Compresses = compress;
    }

    /// <summary>The file, where it has content that is to be gone on with; otherwise null.</summary>
    public string? AppendTo { get; private init; }

    /// <summary>Whether the content is compressed.</summary>
    public bool Compresses { get; }

    /// <summary>How long the file is, as it lies on the disk.</summary>
    public long Length => file.CanSeek ? file.Length : written;

    /// <summary>Whether bytes written before can be read and changed.</summary>
    public bool CanSeek => !Compresses && file.CanSeek;

    public static LogTarget Open(string path, ExistingFile existing)
    {
        var mode = existing switch
        {
            ExistingFile.Append => FileMode.OpenOrCreate,
            ExistingFile.Refuse => FileMode.CreateNew,
            _ => FileMode.Create,
        };

        // Others may look at a log while it is being written.
        var file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);
        _ = file.Seek(0, SeekOrigin.End);
        var compress = path.EndsWith(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase);
        return new LogTarget(file, compress) { AppendTo = file.Position > 0 ? path : null };
    }

    /// <summary>Writes at the end.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        content.Write(bytes);
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

    /// <summary>Hands everything to the operating system.</summary>
    public void Flush() => content.Flush();

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

    public void Dispose() => content.Dispose();
}
