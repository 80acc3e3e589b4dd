using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Publishing;

/// <summary>
/// One file of a spool: messages one after another, each with its length before it. It only grows, until all that is in it is done with and
/// it is removed. Guarded by its spool.
/// </summary>
internal sealed class SpoolSegment : IDisposable
{
    /// <summary>What stands before each message: its length.</summary>
    public const int PrefixLength = sizeof(int);

    /// <summary>How the files are called.</summary>
    public const string Extension = ".spool";

    // Far more than a batch of FD frames; what says that it is longer is damaged.
    private const int MaxMessageLength = 16 * 1024 * 1024;

    private readonly SafeFileHandle file;

    private SpoolSegment(string path, long number, FileMode mode)
    {
        Path = path;
        Number = number;
        file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        Length = RandomAccess.GetLength(file);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its place among the files of the spool.</summary>
    public long Number { get; }

    /// <summary>How long it is.</summary>
    public long Length { get; private set; }

    /// <summary>How many of its frames are not done with.</summary>
    public long FramesPending { get; set; }

    /// <summary>Whether it was removed to make room.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Makes a new one.</summary>
    public static SpoolSegment Create(string folder, long number) =>
        new(System.IO.Path.Combine(folder, number.ToString("D10", CultureInfo.InvariantCulture) + Extension), number, FileMode.CreateNew);

    /// <summary>Those that are in a folder, in their order.</summary>
    public static List<SpoolSegment> In(string folder) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*" + Extension)
           let number = long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1
           where number >= 0
           orderby number
           select new SpoolSegment(path, number, FileMode.Open),
    ];

    /// <summary>Adds a message.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="IOException">The disk does not take it; what it has taken of it is gone.</exception>
    public long Append(ReadOnlyMemory<byte> message, bool durable)
    {
        var begin = Length;
        var prefix = new byte[PrefixLength];
        BinaryPrimitives.WriteInt32LittleEndian(prefix, message.Length);
        try
        {
            RandomAccess.Write(file, [prefix, message], begin);
            if (durable)
            {
                RandomAccess.FlushToDisk(file);
            }

            Length = begin + PrefixLength + message.Length;
            return begin;
        }
        catch
        {
            TryCutTo(begin);
            throw;
        }
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">The file is shorter than it was.</exception>
    public byte[] Read(SpoolEntry entry) => Read(entry.Offset + PrefixLength, entry.Length - PrefixLength);

    /// <summary>Finds the messages that it has, passes over what the disk has damaged, and cuts off what was only begun when its writer ended.</summary>
    /// <param name="from">Where to begin: those before are done with.</param>
    /// <returns>The messages, and how many bytes are of no use.</returns>
    public (List<SpoolEntry> Entries, long Damaged) Scan(long from)
    {
        var entries = new List<SpoolEntry>();
        var damaged = 0L;
        var at = from;
        while (MessageLengthAt(at) is { } length)
        {
            if (BatchHeader.TryRead(Read(at + PrefixLength, length), out var header, out _, out _))
            {
                entries.Add(new(this, at, PrefixLength + length, header.Count));
                FramesPending += header.Count;
            }
            else
            {
                damaged += PrefixLength + length;
            }

            at += PrefixLength + length;
        }

        damaged += Length - Math.Min(at, Length);
        if (at < Length)
        {
            TryCutTo(at);
        }

        return (entries, damaged);
    }

    /// <summary>Removes the file.</summary>
    public void Remove()
    {
        Dispose();
        File.Delete(Path);
    }

    public void Dispose() => file.Dispose();

    /// <summary>How long the message is that begins somewhere; null where none that is whole does.</summary>
    private int? MessageLengthAt(long at)
    {
        if (Length - at < PrefixLength)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(Read(at, PrefixLength));
        return length is > 0 and <= MaxMessageLength && Length - at - PrefixLength >= length ? length : null;
    }

    private byte[] Read(long at, int length)
    {
        var bytes = new byte[length];
        for (var done = 0; done < length;)
        {
            var more = RandomAccess.Read(file, bytes.AsSpan(done), at + done);
            done += more > 0 ? more : throw new InvalidDataException($"'{Path}' has become shorter.");
        }

        return bytes;
    }

    private void TryCutTo(long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (IOException)
        {
            // What is too much is overwritten by the next one, or found when the spool is opened again.
        }

        Length = length;
    }
}
