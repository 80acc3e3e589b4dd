using System.IO.Compression;
using Caneth.Logs.Compression;

namespace Caneth.Logs;

/// <summary>A log that is read: its content, unpacked where it is compressed, and how far it has been read.</summary>
public sealed class LogInput : IDisposable
{
    private readonly CountingStream file;
    private Stream? fast;
    private GzipReader? exact;
    private long unpacked;
    private long toPass;
    private string? problem;

    internal LogInput(Stream stream, string? path, bool leaveOpen = false)
    {
        Path = path;
        file = new CountingStream(stream, leaveOpen);
        Compressed = file.BeginsWith(0x1F, 0x8B);
        if (!Compressed)
        {
            fast = file;
        }
        else if (file.CanSeek)
        {
            fast = new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
        }
        else
        {
            // It could not be read again from the beginning where it turns out to be damaged.
            exact = new GzipReader(file);
        }
    }

    /// <summary>Opens a file, one that is being written too.</summary>
    internal static LogInput Open(string path)
    {
        const FileShare WhileWritten = FileShare.ReadWrite | FileShare.Delete;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, WhileWritten, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            return new LogInput(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Lines that are in the memory already.</summary>
    internal static LogInput Of(ReadOnlyMemory<byte> content) => new(new MemoryStream(content.ToArray(), writable: false), path: null);

    /// <summary>The file, or null where a stream without a name is read.</summary>
    public string? Path { get; }

    /// <summary>
    /// The content, from its beginning. It can seek where the file can and is not compressed. What is damaged in compressed content
    /// is an <see cref="InvalidDataException"/> when it is read, after everything before it; disposing of it disposes of this.
    /// </summary>
    public Stream Content => field ??= new LogInputStream(this);

    /// <summary>How far the file has been read, in bytes as they lie on the disk (compressed where it is compressed).</summary>
    public long BytesRead => file.BytesRead;

    /// <summary>How long the file is, in bytes as they lie on the disk; null where it is a stream of unknown length.</summary>
    public long? BytesTotal => file.BytesTotal;

    /// <summary>What to call it in a message.</summary>
    internal string DisplayName => Path is null ? "The stream" : $"'{VisibleText.Of(Path)}'";

    /// <summary>Whether the content is compressed with gzip.</summary>
    internal bool Compressed { get; }

    /// <summary>Whether reading can go on at any place of the content.</summary>
    internal bool CanSeek => !Compressed && file.CanSeek;

    /// <summary>How long an input is that can seek, in bytes.</summary>
    internal long Length => file.Length;

    /// <summary>Where an input that can seek is read next, in bytes from the beginning.</summary>
    internal long Place => file.Position;

    /// <summary>Reads some bytes.</summary>
    /// <returns>How many; 0 at the end, and where something is wrong, which <see cref="TakeProblem"/> describes.</returns>
    internal int Read(Span<byte> destination)
    {
        if (problem is not null)
        {
            return 0;
        }

        return fast is null ? ReadExactly(destination) : ReadFast(destination);
    }

    /// <summary>
    /// What is wrong with the compressed content after what was read last, after which reading goes on where it can; null where
    /// all is well, and where the file is cut off, as a recorder leaves it that is killed: what it had flushed is whole.
    /// </summary>
    internal string? TakeProblem()
    {
        var taken = problem;
        problem = null;
        return taken;
    }

    /// <summary>Goes on at another place, where the input can seek.</summary>
    internal void GoTo(long place) => file.Seek(place, SeekOrigin.Begin);

    /// <summary>
    /// The same file from its beginning, to look at some bytes here and there; this input must be positioned anew afterwards.
    /// </summary>
    /// <param name="length">How many bytes are seen from each place.</param>
    internal LogInput Look(long length) => new(file.Look(length), Path);

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private int ReadFast(Span<byte> destination)
    {
        try
        {
            var count = fast!.Read(destination);
            unpacked += count;
            if (count > 0 || !Compressed || file.EndReached || destination.IsEmpty)
            {
                return count;
            }

            // Something else follows the compressed data.
        }
        catch (Exception exception) when (Compressed && Decompression.IsDamage(exception))
        {
            // What was unpacked before the damage is lost here, but can be had again.
        }

        fast = null;
        toPass = unpacked;
        _ = file.Seek(0, SeekOrigin.Begin);
        exact = new GzipReader(file);
        return ReadExactly(destination);
    }

    private int ReadExactly(Span<byte> destination)
    {
        PassOver();
        if (problem is not null)
        {
            return 0;
        }

        var count = exact!.Read(destination);
        problem = exact.Problem;
        return count;
    }

    /// <summary>Comes to where the fast way ended.</summary>
    private void PassOver()
    {
        if (toPass == 0)
        {
            return;
        }

        var passed = new byte[64 * 1024];
        while (toPass > 0 && problem is null)
        {
            var step = exact!.Read(passed.AsSpan(0, (int)Math.Min(toPass, passed.Length)));
            problem = exact.Problem;
            toPass = step > 0 || problem is not null ? toPass - step : 0;
        }
    }
}
