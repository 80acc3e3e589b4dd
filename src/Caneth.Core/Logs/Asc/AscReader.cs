using System.Text;
using Caneth.Logs.Text;

namespace Caneth.Logs.Asc;

/// <summary>Reads Vector ASC: <c>   2.501000 1  18EBFF00x       Rx   d 8 01 A0 0F A6 60 3B D1 40</c>.</summary>
/// <remarks>
/// Written after files of CANoe and CANalyzer and after what python-can reads; Vector's own description is not public.
/// A trigger block has a date of its own, and times count from it.
/// </remarks>
internal sealed class AscReader(LogFormat format, LogInput input, LogReadOptions options) : TextLogReader(format, input, options)
{
    private readonly AscHeader header = new(options);
    private long previous;

    protected override IReadOnlyList<string> Continuations { get; } = ["7", "0", "00", "000", " 8", " 0 0 10 0", " 0 10 0", " 10 0"];

    protected override bool TimesAreIndependent => !header.Relative;

    protected override bool HasHeadersWithin => true;

    protected override EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var rest = line.TrimStart(" \t"u8);
        if (rest.IsEmpty)
        {
            return EntryResult.Nothing;
        }

        if (rest[0] is not ((>= (byte)'0' and <= (byte)'9') or (byte)'-'))
        {
            var result = header.Read(rest);

            // A block begins anew, with a date of its own; so do times that count from the event before.
            previous = result.Kind == EntryKind.Header && header.BlockBegan ? 0 : previous;
            return result;
        }

        if (!Utf8Numbers.TryTakeFixed(ref rest, unitDigits: 9, out var time) || rest.IsEmpty || rest[0] is not ((byte)' ' or (byte)'\t'))
        {
            return EntryResult.Malformed("an event begins with its time in seconds");
        }

        previous = time = header.Relative ? previous + time : time;
        var timestamp = Times.Add(header.Start, time);
        var words = new Utf8Words(rest);
        var first = words.Next();
        if (first.SequenceEqual("CANFD"u8) || first.SequenceEqual("CANXL"u8))
        {
            return ReadLong(ref words, timestamp, xl: first[^1] == 'L', out frame);
        }

        return IsNumber(first) ? ReadClassic(ref words, timestamp, Names.Get(first), out frame) : OtherEvent(first);
    }

    private EntryResult ReadLong(ref Utf8Words words, Timestamp timestamp, bool xl, out CanFrame frame)
    {
        frame = default;
        if (!IsNumber(words.Peek))
        {
            return OtherEvent(words.Peek);
        }

        if (xl && AscXlFrame.IsXl(words))
        {
            LossCounter.Add("CAN XL frames, left out");
            return EntryResult.Nothing;
        }

        var contents = words;
        _ = contents.Next();
        if (!contents.Peek.IsEmpty && !AscNumbers.TryDirection(contents.Peek, out _))
        {
            return OtherEvent(contents.Peek);
        }

        return xl
            ? AscXlFrame.Read(ref words, header.Hexadecimal, timestamp, Names, out frame)
            : AscFdFrame.Read(ref words, header.Hexadecimal, timestamp, Names, out frame);
    }

    private EntryResult ReadClassic(ref Utf8Words words, Timestamp timestamp, string channel, out CanFrame frame)
    {
        frame = default;
        var idText = words.Next();
        if (idText.StartsWith("ErrorFrame"u8))
        {
            frame = new CanFrame(0, default, 0, FrameFlags.Error, timestamp, channel);
            return EntryResult.Frame;
        }

        var direction = words.Next();
        if (direction.SequenceEqual("TxRq"u8))
        {
            LossCounter.Add("transmit requests (TxRq), which are not frames on the bus");
            return EntryResult.Nothing;
        }

        var ignored = FrameFlags.None;
        if (direction.IsEmpty && (idText.IsEmpty || AscNumbers.TryId(idText, header.Hexadecimal, out _, ref ignored)))
        {
            return EntryResult.Malformed("after the channel comes the id and the direction, Rx or Tx");
        }

        if (!AscNumbers.TryDirection(direction, out var flags))
        {
            return OtherEvent(idText);
        }

        if (!AscNumbers.TryId(idText, header.Hexadecimal, out var id, ref flags))
        {
            return EntryResult.Malformed("the id is not a number, or is beyond its limit (names of messages need a database)");
        }

        var kind = words.Next();
        if (kind is [(byte)'r' or (byte)'R'])
        {
            // Old files have no DLC here, and what may follow is 'Length = ...'.
            flags |= FrameFlags.Remote;
            _ = AscNumbers.TryDlc(words.Peek, header.Hexadecimal, out var asked);
            frame = new CanFrame(id, default, asked, flags, timestamp, channel);
            return EntryResult.Frame;
        }

        if (kind is not [(byte)'d' or (byte)'D'] || !AscNumbers.TryDlc(words.Next(), header.Hexadecimal, out var dlc))
        {
            return EntryResult.Malformed("expected 'd' or 'r' and the DLC after the direction");
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        bytes = bytes[..Math.Min(dlc, CanData.MaxClassicLength)];
        if (!AscNumbers.TryBytes(ref words, header.Hexadecimal, bytes))
        {
            return EntryResult.Malformed($"{bytes.Length} bytes were expected");
        }

        frame = new CanFrame(id, new CanData(bytes), dlc, flags, timestamp, channel);
        return EntryResult.Frame;
    }

    // Chip states, statistics and the start are about the recording; anything else happened on a bus.
    private EntryResult OtherEvent(ReadOnlySpan<byte> name)
    {
        const int LongestName = 24;
        if (!name.SequenceEqual("Start"u8) && !name.SequenceEqual("CAN"u8) && !name.StartsWith("Statistic"u8))
        {
            var kind = Encoding.UTF8.GetString(name[..Math.Min(name.Length, LongestName)]);
            LossCounter.Add($"events of the kind '{kind}', which are not CAN frames");
        }

        return EntryResult.Nothing;
    }

    private static bool IsNumber(ReadOnlySpan<byte> word) => word.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && !word.IsEmpty;
}
