using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>What is published comes out again as it went in, and nothing else is believed.</summary>
public sealed class FrameBatchTests
{
    private static readonly Gen<Timestamp> Time = Gen.OneOf(
        Gen.Long[0, 2_000_000_000].Select(microseconds => new Timestamp(1_769_867_100_000_000_000 + microseconds * 1000)),
        Gen.Long[0, 2_000_000_000].Select(ticks => new Timestamp(1_769_867_100_000_000_000 + ticks * 100)),
        Gen.Long.Select(nanoseconds => new Timestamp(nanoseconds)));

    private static readonly Gen<CanFrame[]> Frames = Gen.Select(FrameGenerators.AnyFrame, Time, Gen.Bool,
        (frame, time, isSent) => (isSent ? Sent(frame) : frame) with { Timestamp = time, Device = "truck 17/ä" }).Array[1, 60];

    [Fact]
    public void Frames_of_every_kind_come_out_as_they_went_in() => Gen.Select(Frames, Gen.ULong, Gen.Long[0, long.MaxValue - 100]).Sample((frames, session, first) =>
    {
        var batch = FrameBatch.Decode(FrameBatch.Encode("truck 17/ä", session, first, frames));
        Assert.Equal(("truck 17/ä", session, first), (batch.Device, batch.Session, batch.FirstSequence));
        Assert.Equal(frames, batch.Frames.ToArray());
    });

    [Fact]
    public void No_damaged_batch_is_taken_for_another() => Gen.Select(Frames, Gen.Int[0, 1_000_000], Gen.Byte[1, 255]).Sample((frames, place, change) =>
    {
        var bytes = FrameBatch.Encode("bench", 1, 0, frames);
        bytes[place % bytes.Length] ^= change;
        Assert.Throws<InvalidDataException>(() => FrameBatch.Decode(bytes));
        Assert.Throws<InvalidDataException>(() => FrameBatch.Decode(bytes.AsSpan(0, place % bytes.Length)));
    });

    [Fact]
    public void Whatever_is_sent_in_the_place_of_a_batch_is_refused_or_read_and_costs_no_more_than_it_announces() =>
        Gen.Select(Frames, Gen.Int[0, 1_000_000], Gen.Byte.Array[0, 8]).Sample((frames, place, change) =>
        {
            // With a checksum that fits: what somebody makes who means harm.
            var bytes = FrameBatch.Encode("bench", 1, 0, frames);
            var at = 5 + place % (bytes.Length - 9);
            change.AsSpan(0, Math.Min(change.Length, bytes.Length - 4 - at)).CopyTo(bytes.AsSpan(at));
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), BatchHeader.ChecksumOf(bytes.AsSpan(0, bytes.Length - 4)));
            try
            {
                Assert.InRange(FrameBatch.Decode(bytes).Frames.Length, 1, FrameBatch.MaxFrames);
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        });

    [Fact]
    public void A_few_bytes_do_not_become_many()
    {
        var zeros = new byte[50_000_000];
        var room = new byte[1000];
        Assert.True(BrotliEncoder.TryCompress(zeros, room, out var length, quality: 9, window: 22));
        var header = new BatchHeader("bench", 1, 0, FrameBatch.MaxFrames, default, TimeUnit.Microsecond, IsCompressed: true, BatchBody.MaxFrameLength * FrameBatch.MaxFrames);
        var message = new byte[BatchHeader.LengthFor("bench") + length + BatchHeader.ChecksumLength];
        header.Write(message);
        room.AsSpan(0, length).CopyTo(message.AsSpan(BatchHeader.LengthFor("bench")));
        BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(message.Length - 4), BatchHeader.ChecksumOf(message.AsSpan(0, message.Length - 4)));
        Assert.Throws<InvalidDataException>(() => FrameBatch.Decode(message));
    }

    [Fact]
    public void The_bytes_are_those_that_the_documentation_describes()
    {
        CanFrame[] frames =
        [
            new(0x123, [0x11, 0x22]) { Timestamp = new(1_000_000_000) },
            new CanFrame(0x18DAF110, [], FrameFlags.None) { Timestamp = new(1_000_250_000) },
            CanFrame.CreateRemote(0x7FF, 4) with { Timestamp = new(1_000_249_000) },
        ];
        var body = new byte[64];
        var length = BatchBody.Write(frames, BatchBody.UnitOf(frames), body);
        Assert.Equal("00 02 23 01 11 22" + " F4 03 10 10 F1 DA 18" + " 01 24 02 FF 07", HexBytes.Format(body.AsSpan(0, length)));

        var header = new byte[BatchHeader.LengthFor("bench")];
        new BatchHeader("bench", 0x1122334455667788, 7, 3, frames[0].Timestamp, TimeUnit.Microsecond, IsCompressed: true, length).Write(header);
        Assert.Equal(
            "43 41 4E 42 01 21 03 00" + " 88 77 66 55 44 33 22 11" + " 07 00 00 00 00 00 00 00" + " 00 CA 9A 3B 00 00 00 00" + " 12 00 00 00" + " 05 62 65 6E 63 68",
            HexBytes.Format(header));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(FrameBatch.MaxFrames + 1)]
    public void Too_few_and_too_many_frames_are_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameBatch.Encode("bench", 1, 0, new CanFrame[count]));

    [Fact]
    public void A_name_that_does_not_fit_is_refused()
    {
        Assert.NotEmpty(FrameBatch.Encode(new('ä', 127), 1, 0, [default]));
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameBatch.Encode(new('ä', 128), 1, 0, [default]));
    }

    private static CanFrame Sent(CanFrame frame) => new(frame.Id, frame.Data, frame.Dlc, frame.Flags | FrameFlags.Transmitted);
}
