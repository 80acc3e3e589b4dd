using System.IO.Compression;

namespace Caneth.Logs;

/// <summary>The bytes of a log file, unpacked where it is compressed, with how far it has been read.</summary>
internal sealed class LogSource : IDisposable
{
    private readonly CountingStream file;
    private readonly Stream content;

    public LogSource(Stream stream, string? path)
    {
        Path = path;
        file = new CountingStream(stream);
        content = file.BeginsWith(0x1F, 0x8B) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    /// <summary>Opens a file, one that is being written too.</summary>
    public static LogSource Open(string path)
    {
        const FileShare WhileWritten = FileShare.ReadWrite | FileShare.Delete;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, WhileWritten, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            return new LogSource(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file, or null where a stream without a name is read.</summary>
    public string? Path { get; }

    /// <summary>What to call it in a message.</summary>
    public string DisplayName => Path is null ? "The stream" : $"'{Path}'";

    /// <summary>
    /// Why reading ended before the end: what is compressed is damaged. Null where all is well, and where the file is cut off,
    /// as a recorder leaves it that is killed: what it had flushed is whole.
    /// </summary>
    public string? Damage { get; private set; }

    public long BytesRead => file.BytesRead;

    public long? BytesTotal => file.BytesTotal;

    /// <summary>Reads some bytes.</summary>
    /// <returns>How many; 0 at the end, or where the rest cannot be unpacked.</returns>
    public int Read(Span<byte> destination)
    {
        if (Damage is not null)
        {
            return 0;
        }

        try
        {
            return content.Read(destination);
        }
        catch (Exception exception) when (Decompression.IsDamage(exception))
        {
            Damage = $"from here on the compressed file is damaged ({exception.Message})";
            return 0;
        }
    }

    public void Dispose() => content.Dispose();

    /// <summary>Counts what is read, and can look at the first two bytes of a stream that cannot seek.</summary>
    private sealed class CountingStream(Stream stream) : Stream
    {
        private const long Unknown = -1;

        private readonly byte[] ahead = new byte[2];
        private int aheadStart;
        private int aheadEnd;
        private long total = Unknown;

        public long BytesRead { get; private set; }

        // Another thread shows how far it is, perhaps when the file has just been closed and can no longer be asked.
        public long? BytesTotal => Volatile.Read(ref total) is >= 0 and var known ? known : null;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public bool BeginsWith(byte first, byte second)
        {
            aheadEnd = stream.ReadAtLeast(ahead, ahead.Length, throwOnEndOfStream: false);
            Measure();
            return aheadEnd == ahead.Length && ahead[0] == first && ahead[1] == second;
        }

        public override int Read(Span<byte> buffer)
        {
            int count;
            if (aheadStart < aheadEnd)
            {
                count = Math.Min(buffer.Length, aheadEnd - aheadStart);
                ahead.AsSpan(aheadStart, count).CopyTo(buffer);
                aheadStart += count;
            }
            else
            {
                count = stream.Read(buffer);
                Measure();
            }

            BytesRead += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }

        // A log may grow while it is read.
        private void Measure() => Volatile.Write(ref total, stream.CanSeek ? stream.Length : Unknown);
    }
}
