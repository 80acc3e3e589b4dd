using System.Buffers.Binary;
using Caneth.Logs.Seeking;

namespace Caneth.Logs.Blf;

/// <summary>Reads Vector BLF, object by object, as far as the file goes.</summary>
internal sealed class BlfReader : LogReader
{
    private const int BufferSize = 256 * 1024;

    // Objects longer than the buffer are not CAN frames and are skipped; beyond this the length is damaged.
    private const uint LargestObject = 16 * 1024 * 1024;

    // Between objects lie up to three bytes of padding, in some files up to eight.
    private const int LargestPadding = 8;

    private readonly BufferedInput file;
    private readonly BlfContainers? containers;
    private readonly BlfFrames frames;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
    private int start;
    private int end;
    private long toSkip;
    private long skipped;
    private long unknown;

    // Where reading began anew at a container, which may begin with the rest of an object.
    private bool afterSkip;

    public BlfReader(LogFormat format, LogInput input, LogReadOptions options)
        : base(format, input, options)
    {
        file = new BufferedInput(input, Report);
        frames = new BlfFrames(LossCounter);
        var beginning = file.Peek(BlfHeader.Length);
        if (beginning.IsEmpty)
        {
            // As a recorder leaves it that was ended before the first frame.
            return;
        }

        if (!BlfHeader.TryRead(beginning, out var header))
        {
            throw new InvalidDataException($"{input.DisplayName} is not a log of the format {format.Name} ({format.Description}): it does not begin with "
                + $"the header of one, 'LOGG', but with '{Printable(beginning)}'.");
        }

        file.Skip(header.HeaderLength);
        if (file.Offset < header.HeaderLength)
        {
            Report(file.Offset, $"the file is cut off in its header, of which there are {file.Offset} of {header.HeaderLength} bytes");
        }

        frames.Start = header.Start is { } date && WallClock.TryToTimestamp(date, options.TimeZone, out var known)
            ? known
            : options.StartTime;
        containers = new BlfContainers(file, Report);
    }

    protected override int ReadFrames(Span<CanFrame> destination)
    {
        var count = 0;
        while (count < destination.Length && TryTakeObject(out var item))
        {
            var result = frames.Read(item, out destination[count]);
            if (result.Kind == EntryKind.Frame)
            {
                count++;
            }
            else if (result.Kind == EntryKind.Malformed)
            {
                Report(file.Offset, result.Reason);
            }
        }

        FramesRead += count;
        return count;
    }

    public override long SkipTo(Timestamp moment)
    {
        var from = file.Offset;
        if (containers is null || MomentSearch.Find(Format, Input, Options, moment) is not { } place)
        {
            return 0;
        }

        GoTo(place);
        return place - from;
    }

    public override long? GoTo(long place)
    {
        (start, end, toSkip, unknown, afterSkip) = (0, 0, 0, 0, true);
        return containers?.GoTo(place) == true ? file.Offset : null;
    }

    public override void Dispose()
    {
        containers?.Dispose();
        base.Dispose();
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        const int MostShown = 16;
        var shown = bytes[..Math.Min(bytes.Length, MostShown)].ToArray();
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
            if (available.Length < BlfLayout.BaseHeaderLength)
            {
                if (!Fill())
                {
                    return EndInside(available);
                }

                continue;
            }

            if (!available.StartsWith(BlfLayout.ObjectSignature))
            {
                SkipToObject(available);
                continue;
            }

            if (unknown > 0 || afterSkip)
            {
                ReportUnknownBytes();
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(available[BlfLayout.LengthOffset..]);
            if (length is < BlfLayout.BaseHeaderLength or > LargestObject)
            {
                SkipSignature($"an object cannot have {length} bytes");
            }
            else if (length > BufferSize)
            {
                toSkip = length;
                skipped = 0;
            }
            else if (length <= available.Length)
            {
                item = available[..(int)length];
                start += (int)length;
                return true;
            }
            else if (!Fill())
            {
                SkipSignature($"the file ends inside an object of {length} bytes, of which there are {end - start}", atEnd: true);
            }
        }
    }

    /// <summary>
    /// Passes over a part of an object that is longer than any CAN frame. Where something in it looks like a frame, its length
    /// was wrong, and what follows must not be lost.
    /// </summary>
    private bool SkipOn()
    {
        while (toSkip > 0)
        {
            // A frame that begins at the end of what is there is looked for when more of it is.
            var there = end - start;
            var step = toSkip <= there ? (int)toSkip : Math.Max(0, there - BlfLayout.BaseHeaderLength + 1);
            var frame = skipped > 0 || step > BlfLayout.BaseHeaderLength
                ? BlfLayout.IndexOf(buffer.AsSpan(start, step), BlfFrames.IsFrame, from: skipped == 0 ? BlfLayout.ObjectSignature.Length : 0)
                : -1;
            if (frame >= 0)
            {
                Report(file.Offset, $"an object of {skipped + toSkip} bytes has frames in it, so its length is wrong; {skipped + frame} bytes were skipped");
                start += frame;
                toSkip = 0;
                return true;
            }

            start += step;
            toSkip -= step;
            skipped += step;
            if (toSkip > 0 && !Fill())
            {
                Report(file.Offset, $"the file ends inside an object of {skipped + toSkip} bytes, of which {skipped} were skipped");
                toSkip = 0;
                return false;
            }
        }

        return true;
    }

    private void SkipSignature(string reason, bool atEnd = false)
    {
        var rest = buffer.AsSpan(start + BlfLayout.ObjectSignature.Length, end - start - BlfLayout.ObjectSignature.Length);
        var next = rest.IndexOf(BlfLayout.ObjectSignature);
        start = next < 0 && atEnd ? end : start + BlfLayout.ObjectSignature.Length + Math.Max(next, 0);
        Report(file.Offset, next < 0 ? reason : $"{reason}; {next + BlfLayout.ObjectSignature.Length} bytes were skipped to the next object");
    }

    private bool EndInside(ReadOnlySpan<byte> rest)
    {
        ReportUnknownBytes();
        if (rest.IndexOfAnyExcept((byte)0) >= 0)
        {
            Report(file.Offset, $"the file ends inside the header of an object, of which there are {rest.Length} bytes");
            start = end;
        }

        return false;
    }

    private void ReportUnknownBytes()
    {
        if (unknown > LargestPadding && !afterSkip)
        {
            Report(file.Offset, $"{unknown} bytes are not an object, and were skipped");
        }

        unknown = 0;
        afterSkip = false;
    }

    private void SkipToObject(ReadOnlySpan<byte> available)
    {
        var found = afterSkip ? BlfLayout.IndexOf(available, BlfLayout.IsPlausible) : available.IndexOf(BlfLayout.ObjectSignature);
        var looked = afterSkip ? BlfLayout.BaseHeaderLength : BlfLayout.ObjectSignature.Length;
        var passed = found >= 0 ? found : available.Length - looked + 1;
        start += passed;
        unknown += passed;
    }

    /// <summary>Reads on; after a gap, what was there before is given up, since its rest is missing.</summary>
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
            unknown = 0;
            return true;
        }

        end += count;
        return count > 0;
    }

    private void Report(long offset, string reason) => Report(new MalformedEntry(Input.Path, 0, offset, string.Empty, reason));
}
