using System.Buffers.Binary;
using Caneth.Logs;

namespace Caneth.Testing;

/// <summary>A log format as others bring one: four letters, then 24 bytes a frame. It knows no more than what the library shows to everybody.</summary>
/// <param name="canAppend">Whether frames can be added to a file.</param>
public sealed class OwnFormat(bool canAppend = false) : LogFormat("own", "Caneth's tests", ".own")
{
    private const int RecordLength = 24;

    private static ReadOnlySpan<byte> Signature => "OWN1"u8;

    /// <inheritdoc/>
    public override bool CanAppend => canAppend;

    /// <summary>Makes one known, which <see cref="LogFormats.Remove"/> ends.</summary>
    public static OwnFormat Add(bool canAppend = false)
    {
        var format = new OwnFormat(canAppend);
        LogFormats.Add(format);
        return format;
    }

    /// <inheritdoc/>
    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new Reader(this, input);

    /// <inheritdoc/>
    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new Writer(this, output);

    private sealed class Reader : ILogReader
    {
        private readonly LogInput input;

        public Reader(LogFormat format, LogInput input)
        {
            (Format, this.input) = (format, input);
            Span<byte> beginning = stackalloc byte[Signature.Length];
            if (input.Content.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) < beginning.Length || !beginning.SequenceEqual(Signature))
            {
                throw new InvalidDataException($"'{input.Path}' is no log of the tests.");
            }
        }

        public LogFormat Format { get; }

        public long BytesRead => input.BytesRead;

        public long? BytesTotal => input.BytesTotal;

        public long FramesRead { get; private set; }

        public long MalformedCount => 0;

        public IReadOnlyCollection<LogLoss> Losses => [];

        public int Read(Span<CanFrame> destination)
        {
            Span<byte> record = stackalloc byte[RecordLength];
            var count = 0;
            for (; count < destination.Length && input.Content.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length; count++)
            {
                var data = record[16..(16 + Math.Min(record[12], (byte)8))];
                destination[count] = new CanFrame(BinaryPrimitives.ReadUInt32LittleEndian(record[8..]) & 0x7FF, data)
                {
                    Timestamp = new(BinaryPrimitives.ReadInt64LittleEndian(record)),
                };
            }

            FramesRead += count;
            return count;
        }

        public long SkipTo(Timestamp moment) => 0;

        public void Dispose() => input.Dispose();
    }

    private sealed class Writer : ILogWriter
    {
        private readonly LogOutput output;

        public Writer(LogFormat format, LogOutput output)
        {
            (Format, this.output) = (format, output);
            if (output.AppendTo is null)
            {
                output.Content.Write(Signature);
            }
        }

        public LogFormat Format { get; }

        public long FramesWritten { get; private set; }

        public long FramesFlushed { get; private set; }

        public long Length => output.Length;

        public IReadOnlyCollection<LogLoss> Losses => [];

        public void Write(ReadOnlySpan<CanFrame> frames)
        {
            Span<byte> record = stackalloc byte[RecordLength];
            foreach (ref readonly var frame in frames)
            {
                record.Clear();
                BinaryPrimitives.WriteInt64LittleEndian(record, frame.Timestamp.Nanoseconds);
                BinaryPrimitives.WriteUInt32LittleEndian(record[8..], frame.Id);
                record[12] = frame.Length;
                frame.Data.CopyTo(record[16..]);
                output.Content.Write(record);
            }

            FramesWritten += frames.Length;
        }

        public void Flush()
        {
            output.Content.Flush();
            FramesFlushed = FramesWritten;
        }

        public void Dispose() => output.Dispose();
    }
}
