using Caneth.Logs.Appending;

namespace Caneth.Logs.Mdf;

/// <summary>
/// Writes the bus logging of ASAM MDF 4.1: one block of records in the order of the frames. Until the file is ended it says that it is not
/// finished, as loggers do, so that all that was written can be read wherever they are stopped; where nothing can be changed afterwards, it
/// stays so.
/// </summary>
internal sealed class MdfWriter : LogWriter
{
    private const int BufferLength = 128 * 1024;

    private readonly ChannelNumbers channels;
    private MdfHeader header = new();
    private bool isFinishedBefore;
    private bool isEnding;

    public MdfWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, BufferLength, MdfRecord.Longest)
    {
        channels = new ChannelNumbers(first: 1, LossCounter);
        if (output.AppendTo is { } path)
        {
            var appended = AppendedMdf.Examine(format, output, path);
            output.AppendAt(appended.Point);
            if (appended.Header is { } known)
            {
                (header, HasBegun) = (known, true);
                isFinishedBefore = known.RecordsLength is not null;
                header.RecordsLength = null;
            }
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination)
    {
        header = new MdfHeader { Start = new Timestamp(Math.Max(0, first.Timestamp.Nanoseconds)) };
        Output.Write(header.ToBytes());
        return 0;
    }

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        var length = MdfRecord.Write(frame, LossCounter.TimeSince(header.Start, frame.Timestamp), channels.Get(frame.Device), destination);
        header.Counts[destination[0]]++;
        return length;
    }

    protected override int FormatEnd(Span<byte> destination)
    {
        isEnding = true;
        if (!HasBegun)
        {
            HasBegun = true;
            Output.Write(header.ToBytes());
        }

        return 0;
    }

    protected override void WriteGathered(ReadOnlySpan<byte> bytes, bool more)
    {
        if (isFinishedBefore && !bytes.IsEmpty)
        {
            isFinishedBefore = false;
            Output.WriteAt(0, header.ToIdentification());
        }

        Output.Write(bytes);
    }

    protected override void UpdateHeader()
    {
        if (isEnding && Output.CanSeek)
        {
            header.RecordsLength = Output.Length - MdfHeader.Length;
            Output.WriteAt(0, header.ToBytes());
        }
    }
}
