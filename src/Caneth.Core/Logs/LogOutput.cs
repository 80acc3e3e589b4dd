using System.IO.Compression;
using Caneth.Logs.Appending;
using Caneth.Logs.Files;

namespace Caneth.Logs;

/// <summary>Where a log is written, packed where it is to be compressed, and what was there before where it is appended to.</summary>
public sealed class LogOutput : IDisposable
{
    private readonly Stream file;
    private readonly long start;
    private readonly bool leaveOpen;
    private GZipStream? member;
    private AppendPoint? point;
    private long written;

    internal LogOutput(Stream stream, bool leaveOpen = false)
        : this(compress: false, stream) => (start, this.leaveOpen) = (stream.CanSeek ? stream.Position : 0, leaveOpen);

    private LogOutput(bool compress, Stream file)
    {
        this.file = file;
        Compresses = compress;
    }

    /// <summary>The file that is appended to, where it has content already; otherwise null.</summary>
    public string? AppendTo { get; private init; }

    /// <summary>How long the file is, in bytes as they lie on the disk.</summary>
    public long Length => file.CanSeek ? file.Length - start : written;

    /// <summary>
    /// Where the content is written, at the end of what is there. It can seek, to change what was written before, where the file can
    /// and is not compressed. Flushing it hands everything to the operating system: where a later write fails, the file is cut back
    /// to this. Disposing of it disposes of this.
    /// </summary>
    public Stream Content => field ??= new LogOutputStream(this);

    /// <summary>Whether the content is compressed.</summary>
    internal bool Compresses { get; }

    /// <summary>Whether what is flushed survives a power failure too.</summary>
    internal bool Durable { get; init; }

    /// <summary>How much of the file is whole, and kept where a write fails; asked of a file only.</summary>
    internal long WholeLength => ((LogFileStream)file).WholeLength;

    /// <summary>Whether bytes written before can be changed.</summary>
    internal bool CanSeek => !Compresses && file.CanSeek;

    /// <summary>Where an output that can seek is written next, in bytes from the beginning.</summary>
    internal long Place
    {
        get => file.Position - start;
        set => file.Position = start + value;
    }

    private Stream Packed => Compresses ? member ??= new(file, CompressionLevel.Fastest, leaveOpen: true) : file;

    /// <summary>Opens a file to write it, alone; others may read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="existing">What to do where it is there already.</param>
    /// <param name="owner">Who writes, in words.</param>
    /// <param name="storage">Where it lies; null for the disk.</param>
    /// <param name="durable">Whether what is flushed is to survive a power failure too.</param>
    /// <param name="name">What it will be called later, where that says whether a new one is compressed; null for its path.</param>
    /// <exception cref="LogInUseException">Somebody else writes it; it has not been changed.</exception>
    internal static LogOutput Open(string path, ExistingFile existing, string owner, LogStorage? storage = null, bool durable = false, string? name = null)
    {
        var file = (storage ?? LogStorage.Disk).Open(path, existing, owner);
        var append = file.Position > 0;
        var compress = append ? IsCompressed(file) : (name ?? path).EndsWith(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase);
        return new LogOutput(compress, file) { AppendTo = append ? path : null, Durable = durable };
    }

    /// <summary>The file to append to, to be examined from its beginning. It is not to be disposed of, nor changed.</summary>
    internal Stream Existing => file;

    /// <summary>What is done to the end of the file before something is appended, in words; null where it ends whole.</summary>
    internal string? Repair => point?.Repair;

    /// <summary>Says where the file to append to ends whole. It is changed by <see cref="GoToEnd"/> only.</summary>
    internal void AppendAt(AppendPoint at) => point = at;

    /// <summary>The file as it is once it ends whole, to be read.</summary>
    internal Stream Repaired() => new RepairedFile(file, point!);

    /// <summary>Brings the file to where it goes on. Where that fails it is as it was.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    internal void GoToEnd()
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
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        Packed.Write(bytes);
        written += bytes.Length;
    }

    /// <summary>Writes over what is there; only where <see cref="CanSeek"/>.</summary>
    internal void WriteAt(long offset, ReadOnlySpan<byte> bytes)
    {
        var end = Place;
        Place = offset;
        file.Write(bytes);
        Place = end;
    }

    /// <summary>Hands everything to the operating system; where a later write fails, the file is cut back to this.</summary>
    internal void Flush()
    {
        (member ?? file).Flush();
        (file as LogFileStream)?.Commit(Durable);
    }

    /// <summary>
    /// Ends the member of a compressed file, so that it is whole to every program; what is written later begins the next.
    /// </summary>
    internal void Seal()
    {
        EndMember();
        Flush();
    }

    /// <summary>Looks whether the file is still the one under its path.</summary>
    /// <exception cref="LogLostException">Another program has removed, replaced or emptied it.</exception>
    internal void Check() => (file as LogFileStream)?.Check();

    /// <summary>Ends the file; everything written is handed to the operating system.</summary>
    public void Dispose()
    {
        try
        {
            EndMember();
            (file as LogFileStream)?.Commit(Durable);
        }
        finally
        {
            if (!leaveOpen)
            {
                file.Dispose();
            }
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
