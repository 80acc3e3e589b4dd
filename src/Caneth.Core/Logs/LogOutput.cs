using System.IO.Compression;
using Caneth.Logs.Appending;
using Caneth.Logs.Files;

namespace Caneth.Logs;

/// <summary>Where a log is written: a stream, and what was there before where it is a file to go on with.</summary>
internal sealed class LogOutput : IDisposable
{
    private readonly Stream file;
    private GZipStream? member;
    private AppendPoint? point;
    private long written;

    public LogOutput(Stream stream)
        : this(stream, compress: false)
    {
    }

    private LogOutput(Stream file, bool compress)
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
    public static LogOutput Open(string path, ExistingFile existing, string owner, LogStorage? storage = null, bool durable = false)
    {
        var file = (storage ?? LogStorage.Disk).Open(path, existing, owner);
        var append = file.Position > 0;
        var compress = append ? IsCompressed(file) : path.EndsWith(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase);
        return new LogOutput(file, compress) { AppendTo = append ? path : null, Durable = durable };
    }

    /// <summary>The file to append to, to be examined from its beginning. It is not to be disposed of, nor changed.</summary>
    public Stream Existing => file;

    /// <summary>What is done to the end of the file before something is appended, in words; null where it ends whole.</summary>
    public string? Repair => point?.Repair;

    /// <summary>Says where the file to append to ends whole. It is changed by <see cref="GoToEnd"/> only.</summary>
    public void AppendAt(AppendPoint at) => point = at;

    /// <summary>The file as it is once it ends whole, to be read.</summary>
    public Stream Repaired() => new RepairedFile(file, point!);

    /// <summary>Brings the file to where it goes on. Where that fails it is as it was.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void GoToEnd()
    {
        if (point is { } at)
        {
            if (at.Rest.Length > 0 || at.Keep != file.Length)
            {
                ((LogFileStream)file).ReplaceEnd(at.Keep, at.Rest);
            }

            _ = file.Seek(0, SeekOrigin.End);
        }
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

    private static bool IsCompressed(LogFileStream file)
    {
        Span<byte> beginning = stackalloc byte[2];
        file.Position = 0;
        var compressed = file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == 2 && beginning is [0x1F, 0x8B];
        _ = file.Seek(0, SeekOrigin.End);
        return compressed;
    }

    private void EndMember()
    {
        var ended = member;
        member = null;
        ended?.Dispose();
    }
}
