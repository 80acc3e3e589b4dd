using Caneth.Logs.Text;

namespace Caneth.Logs.Trc;

/// <summary>Reads PCAN TRC of versions 1.0 to 2.1: <c>     11     21097.100 DT 1  00000100 Tx -  2    00 FF</c>, and traces of CanHacker.</summary>
internal sealed class TrcReader(LogFormat format, LogInput input, LogReadOptions options) : TextLogReader(format, input, options)
{
    // What a bus without a number is in version 1.0, 1.1 and 2.0, and with CanHacker, where a file holds one bus only.
    private const string OnlyBus = "1";

    private readonly TrcHeader header = new(options);
    private bool isCanHacker;

    public override string? AppendObstacle => isCanHacker ? "it is a trace of CanHacker, and TRC would be written" : null;

    protected override IReadOnlyList<string> Continuations { get; } = ["RTR", " RTR", " 00"];

    protected override bool HasHeadersWithin => true;

    protected override EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        var text = line.TrimStart(" \t"u8);
        if (text.IsEmpty)
        {
            return EntryResult.Nothing;
        }

        if (text[0] == ';')
        {
            return header.Read(text);
        }

        if (text[0] == 'T' && CanHackerTable.IsHeader(text))
        {
            isCanHacker = true;
            return EntryResult.Header;
        }

        if (isCanHacker)
        {
            return CanHackerTable.Read(text, Options.StartTime, Times, OnlyBus, out frame);
        }

        var words = new Utf8Words(text);
        var cells = new TrcCells();
        foreach (var column in header.Columns)
        {
            if (column == 'D')
            {
                break;
            }

            if (column == 'I' && TrcCells.IsDirection(words.Peek))
            {
                // In version 2.0 what is not a frame has blanks for an id and a length.
                _ = cells.TryRead('d', words.Next(), Names);
                break;
            }

            if (!(column == 'N' ? TrcCells.TryTakeNumber(ref words) : cells.TryRead(column, words.Next(), Names)))
            {
                return EntryResult.Malformed(TrcCells.Describe(column));
            }

            if (column == 'T' && OtherKind(cells.Type) is { } kind)
            {
                LossCounter.Add(kind);
                return EntryResult.Nothing;
            }
        }

        if (cells.Id == TrcCells.StatusId)
        {
            LossCounter.Add("changes of the bus status");
            return EntryResult.Nothing;
        }

        return ReadContent(ref words, cells, out frame);
    }

    private static string? OtherKind(TrcType type) => type switch
    {
        TrcType.Status => "changes of the bus status",
        TrcType.ErrorCounter => "changes of the error counters",
        TrcType.Event => "events of the user",
        TrcType.Unknown => "lines of an unknown type",
        _ => null,
    };

    private EntryResult ReadContent(ref Utf8Words words, in TrcCells cells, out CanFrame frame)
    {
        frame = default;
        var timestamp = Times.Add(header.Start, cells.Time);
        var device = cells.Bus ?? OnlyBus;
        if (cells.Type == TrcType.Error || words.Peek.SequenceEqual("ERROR"u8))
        {
            return ReadError(ref words, cells, timestamp, device, out frame);
        }

        if (cells.Id < 0 || cells.Length < 0)
        {
            return EntryResult.Malformed("the id or the length is missing");
        }

        var flags = cells.Flags;
        if (!cells.Extended && cells.Id > CanId.MaxStandard || cells.Id > CanId.MaxExtended)
        {
            return EntryResult.Malformed("the id is beyond its limit");
        }

        if (cells.Type == TrcType.Remote || words.Peek.SequenceEqual("RTR"u8))
        {
            if (cells.Length > DataLengthCode.Max)
            {
                return EntryResult.Malformed("a remote frame asks for 0 to 8 bytes");
            }

            if ((flags & FrameFlags.Fd) != 0)
            {
                return EntryResult.Malformed("CAN FD has no remote frames");
            }

            frame = new CanFrame((uint)cells.Id, default, cells.Length, flags | FrameFlags.Remote, timestamp, device);
            return EntryResult.Frame;
        }

        var fd = (flags & FrameFlags.Fd) != 0;
        if (!TryLength(cells, fd, out var dlc, out var length))
        {
            return EntryResult.Malformed($"no {(fd ? "CAN FD" : "classic")} frame has a length of {cells.Length}");
        }

        scoped Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        if (TrcCells.ReadBytes(ref words, bytes[..length]) != length)
        {
            return EntryResult.Malformed($"{length} bytes of two hex digits were expected");
        }

        frame = new CanFrame((uint)cells.Id, new CanData(bytes[..length]), dlc, flags, timestamp, device);
        return EntryResult.Frame;
    }

    // What PCAN saw of the error lies in the data: its kind, the direction, the bit, the counters.
    private static EntryResult ReadError(ref Utf8Words words, in TrcCells cells, Timestamp timestamp, string device, out CanFrame frame)
    {
        _ = words.Peek.SequenceEqual("ERROR"u8) ? words.Next() : default;
        var id = cells.Id is >= 0 and <= CanId.MaxExtended ? (uint)cells.Id : 0;
        var extended = cells.Extended || id > CanId.MaxStandard ? FrameFlags.Extended : FrameFlags.None;
        scoped Span<byte> bytes = stackalloc byte[CanData.MaxClassicLength];
        var length = TrcCells.ReadBytes(ref words, bytes);
        var flags = FrameFlags.Error | extended | (cells.Flags & FrameFlags.Transmitted);
        frame = new CanFrame(id, new CanData(bytes[..length]), length, flags, timestamp, device);
        return EntryResult.Frame;
    }

    private static bool TryLength(in TrcCells cells, bool fd, out int dlc, out int length)
    {
        if (cells.LengthIsCode && fd)
        {
            dlc = cells.Length;
            length = dlc <= DataLengthCode.Max ? DataLengthCode.ToLength(dlc, fd) : 0;
            return dlc <= DataLengthCode.Max;
        }

        length = cells.Length;
        return DataLengthCode.TryFromLength(length, fd, out dlc);
    }
}
