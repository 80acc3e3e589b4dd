using System.Buffers.Binary;
using System.Globalization;

namespace Caneth.Logs.Blf;

/// <summary>Reads Vector BLF, object by object, as far as the file goes.</summary>
internal sealed class BlfReader : ILogReader
{
    private const int BufferSize = 256 * 1024;

    // Objects longer than the buffer are no CAN frames and passed over; beyond this the length is damaged.
    private const uint LargestObject = 16 * 1024 * 1024;

    // Between objects lie up to three bytes of padding, in some files up to eight.
    private const int LargestPadding = 8;

    private readonly LogSource source;
    private readonly LogReadOptions options;
    private readonly BufferedSource file;
    private readonly BlfContainers? containers;
    private readonly BlfFrames frames;
    private readonly LossCounter lost = new();
    private readonly byte[] buffer = new byte[BufferSize];
    private int start;
    private int end;
    private long toSkip;
    private bool damageReported;

    public BlfReader(LogFormat format, LogSource source, LogReadOptions options)
    {
        Format = format;
        this.source = source;
        this.options = options;
        file = new BufferedSource(source);
        frames = new BlfFrames(lost);
        var beginning = file.Peek(BlfHead.Length);
        if (beginning.IsEmpty)
        {
            // As a recorder leaves it that was ended before the first frame.
            return;
        }

        if (!BlfHead.TryRead(beginning, out var head))
        {
            throw new InvalidDataException($"{source.DisplayName} is no {format.Name} log ({format.Description}): it does not begin with "
                + $"the head of one, 'LOGG', but with '{Printable(beginning)}'.");
        }

        file.Skip(head.HeadLength);
        frames.Start = head.Start is { } date && WallClock.TryToTimestamp(date, options.TimeZone, out var known)
            ? known
            : options.StartTime;
        containers = new BlfContainers(file, Report);
    }

    public LogFormat Format { get; }

    public long BytesRead => source.BytesRead;

    public long? BytesTotal => source.BytesTotal;

    public long FramesRead { get; private set; }

    public long MalformedCount { get; private set; }

    public IReadOnlyCollection<LogLoss> Losses => lost.Losses;

    public int Read(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && TryTakeObject(out var item))
        {
            count += frames.TryRead(item, out destination[count], out var problem) ? 1 : 0;
            if (problem is not null)
            {
                Report(file.Offset, problem);
            }
        }

        FramesRead += count;
        if (count < destination.Length && source.Damage is { } damage && !damageReported)
        {
            damageReported = true;
            Report(file.Offset, damage);
        }

        return count;
    }

    public void Dispose()
    {
        containers?.Dispose();
        source.Dispose();
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        const int Shown = 16;
        var shown = bytes[..Math.Min(bytes.Length, Shown)].ToArray();
        return string.Concat(shown.Select(value => value is >= 0x20 and < 0x7F ? (char)value : '.'));
    }

    /// <summary>Takes the next object as a whole.</summary>
    private bool TryTakeObject(out ReadOnlySpan<byte> item)
    {
        item = default;
        while (true)
        {
            if (toSkip > 0 && !SkipOn())
            {
                return false;
            }

            var available = buffer.AsSpan(start, end - start);
            if (available.Length < BlfFormat.BaseHeadLength)
            {
                if (!Fill())
                {
                    return false;
                }

                continue;
            }

            if (!available.StartsWith(BlfFormat.ObjectSignature))
            {
                SkipToObject(available);
                continue;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(available[BlfFormat.LengthOffset..]);
            if (length is < BlfFormat.BaseHeadLength or > LargestObject)
            {
                Report(file.Offset, string.Create(CultureInfo.InvariantCulture, $"an object cannot have {length} bytes"));
                start += BlfFormat.ObjectSignature.Length;
            }
            else if (length > BufferSize)
            {
                toSkip = length;
            }
            else if (length <= available.Length)
            {
                item = available[..(int)length];
                start += (int)length;
                return true;
            }
            else if (!Fill())
            {
                return false;
            }
        }
    }

    private bool SkipOn()
    {
        while (toSkip > 0)
        {
            var step = (int)Math.Min(toSkip, end - start);
            start += step;
            toSkip -= step;
            if (toSkip > 0 && !Fill())
            {
                return false;
            }
        }

        return true;
    }

    private void SkipToObject(ReadOnlySpan<byte> available)
    {
        var found = available.IndexOf(BlfFormat.ObjectSignature);
        var skipped = found >= 0 ? found : available.Length - BlfFormat.ObjectSignature.Length + 1;
        if (skipped > LargestPadding)
        {
            Report(file.Offset, string.Create(CultureInfo.InvariantCulture, $"{skipped} bytes are no object"));
        }

        start += skipped;
    }

    /// <summary>Reads on; behind a gap, what was there before is given up, since its rest is missing.</summary>
    private bool Fill()
    {
        if (containers is null)
        {
            return false;
        }

        buffer.AsSpan(start, end - start).CopyTo(buffer);
        end -= start;
        start = 0;
        var count = containers.Read(buffer.AsSpan(end));
        if (count == 0 && containers.Gap)
        {
            end = 0;
            toSkip = 0;
            return true;
        }

        end += count;
        return count > 0;
    }

    private void Report(long offset, string reason)
    {
        MalformedCount++;
        options.OnMalformed?.Invoke(new MalformedEntry(source.Path, 0, offset, string.Empty, reason));
    }
}
