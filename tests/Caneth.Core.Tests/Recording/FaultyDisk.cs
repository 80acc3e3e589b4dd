using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Tests.Recording;

/// <summary>
/// A folder of real files on a disk that can be full, away, or keep files from being removed. A write that does not fit leaves
/// what does fit behind, as on a real disk.
/// </summary>
internal sealed class FaultyDisk(string folder) : LogStorage
{
    private const int NoSpace = 28;

    private long capacity = long.MaxValue;
    private volatile bool isAway;

    /// <summary>How many bytes the files may take together.</summary>
    public long Capacity
    {
        get => Volatile.Read(ref capacity);
        set => Volatile.Write(ref capacity, value);
    }

    /// <summary>Whether nothing can be done with it at all.</summary>
    public bool IsAway
    {
        get => isAway;
        set => isAway = value;
    }

    /// <summary>A file that cannot be removed.</summary>
    public string? Sticky { get; set; }

    /// <summary>Where its file system begins, as the recorder sees it.</summary>
    public string? Mount { get; set; }

    /// <summary>Called before a file is removed.</summary>
    public Action<string>? Deleting { get; set; }

    public long Used => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);

    public void Fill() => Capacity = Used;

    public override LogFileStream Open(string path, ExistingFile existing, string owner)
    {
        ThrowIfAway();
        var right = LogLock.Take(path, owner);
        try
        {
            var mode = existing switch { ExistingFile.Refuse => FileMode.CreateNew, ExistingFile.Replace => FileMode.Create, _ => FileMode.OpenOrCreate };
            var file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            LogLock.TakeFromOthers(file, path);
            file.Seek(0, SeekOrigin.End);
            return new(new FaultyStream(file, this), path, this, right);
        }
        catch
        {
            right.Dispose();
            throw;
        }
    }

    public override long? LengthOf(string path) => IsAway ? null : Disk.LengthOf(path);

    public override bool FolderExists(string listed) => !IsAway;

    public override void Delete(string path)
    {
        ThrowIfAway();
        if (path == Sticky)
        {
            throw new UnauthorizedAccessException($"Access to '{path}' is denied.");
        }

        Deleting?.Invoke(path);
        Disk.Delete(path);
    }

    public override void Rename(string path, string name)
    {
        ThrowIfAway();
        Disk.Rename(path, name);
    }

    public override IEnumerable<(string Path, long Length, DateTimeOffset WrittenAt)> List(string listed) => Disk.List(listed);

    public override long? FreeSpace(string of) => Math.Max(0, Capacity - Used);

    public override string? MountPoint(string of) => Mount;

    public override string? FindOpen(Stream file) => null;

    public override LogInUseException? WriterOf(string path) => Disk.WriterOf(path);

    public override IDisposable? HoldRing(string path) => IsAway ? null : Disk.HoldRing(path);

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new IOException("Input/output error");
        }
    }

    private sealed class FaultyStream(FileStream file, FaultyDisk disk) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            disk.ThrowIfAway();
            var growth = Math.Max(0, file.Position + buffer.Length - file.Length);
            var room = Math.Max(0, disk.Capacity - disk.Used);
            if (growth <= room)
            {
                file.Write(buffer);
                return;
            }

            file.Write(buffer[..(int)(buffer.Length - growth + room)]);
            throw new IOException("No space left on device", NoSpace);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        public override void Flush() => file.Flush();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
