using Caneth.Logs;

namespace Caneth.Tests.Recording;

/// <summary>A disk that can be full: files can be created and not be filled, as on a real one.</summary>
internal sealed class FailingDisk
{
    private volatile bool isFull;

    public bool IsFull
    {
        get => isFull;
        set => isFull = value;
    }

    public ILogWriter Create(string path, LogWriteOptions options) => new Writer(this, CanLog.Create(path, options));

    private sealed class Writer(FailingDisk disk, ILogWriter writer) : ILogWriter
    {
        public LogFormat Format => writer.Format;

        public long FramesWritten => writer.FramesWritten;

        public long FramesFlushed => writer.FramesFlushed;

        public long Length => writer.Length;

        public IReadOnlyCollection<LogLoss> Losses => writer.Losses;

        public void Write(ReadOnlySpan<CanFrame> frames)
        {
            ThrowIfFull();
            writer.Write(frames);
        }

        public void Flush()
        {
            ThrowIfFull();
            writer.Flush();
        }

        public void Dispose() => writer.Dispose();

        private void ThrowIfFull()
        {
            if (disk.IsFull)
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
