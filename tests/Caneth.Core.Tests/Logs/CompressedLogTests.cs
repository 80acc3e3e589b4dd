using System.IO.Compression;
using System.Text;
using Caneth.Logs;
using Caneth.Logs.Compression;

namespace Caneth.Tests.Logs;

/// <summary>Compressed logs that are damaged: all that comes before the damage is given, and the damage is told.</summary>
public class CompressedLogTests
{
    [Fact]
    public void What_deflate_packs_is_unpacked_byte_for_byte() =>
        Gen.Select(Content, Gen.OneOf(CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize), Gen.Bool)
            .Sample((content, level, flush) => Unpack(Pack(content, level, flush)).AsSpan().SequenceEqual(content), iter: 300);

    [Fact]
    public void What_is_cut_off_is_unpacked_as_far_as_it_goes() =>
        Gen.Select(Content, Gen.Double[0, 1]).Sample((content, share) =>
        {
            var packed = Pack(content, CompressionLevel.Fastest, flush: true);
            var cut = packed[..(int)(packed.Length * share)];
            return Unpack(cut).AsSpan().SequenceEqual(UnpackFast(cut));
        }, iter: 300);

    [Fact]
    public void What_is_damaged_never_crashes_or_hangs() =>
        Gen.Select(Content, Gen.Int[0, int.MaxValue], Gen.Byte).Sample((content, place, value) =>
        {
            var packed = Pack(content, CompressionLevel.Fastest, flush: true);
            packed[place % packed.Length] ^= value;
            _ = Unpack(packed);
        }, iter: 1000);

    [Fact]
    public void A_wrong_checksum_costs_no_frame_and_is_told()
    {
        var packed = Pack(Encoding.ASCII.GetBytes(Lines(0, 300)), CompressionLevel.Fastest, flush: false);
        packed[^6] ^= 0xFF;
        var (frames, told) = Read(packed);
        Assert.Equal(300, frames);
        Assert.Contains("checksum", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_before_damage_is_given_and_the_next_compressed_part_is_found()
    {
        var first = Pack(Encoding.ASCII.GetBytes(Lines(0, 2000)), CompressionLevel.Fastest, flush: false);
        var second = Pack(Encoding.ASCII.GetBytes(Lines(2000, 500)), CompressionLevel.Fastest, flush: false);
        var damage = first.Length / 2;
        first = first[..damage];
        var before = Encoding.ASCII.GetString(Unpack(first)).Count(character => character == '\n');
        foreach (var seekable in (bool[])[true, false])
        {
            var (frames, told) = Read([.. first, .. second], seekable);
            Assert.InRange(frames, before + 500, before + 510);
            Assert.Contains(told, reason => reason.Contains("damaged at byte", StringComparison.Ordinal)
                && reason.Contains($"begins at byte {first.Length}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_was_appended_to_a_torn_file_by_others_is_found()
    {
        var torn = new MemoryStream();
        var gzip = new GZipStream(torn, CompressionLevel.Fastest);
        gzip.Write(Encoding.ASCII.GetBytes(Lines(0, 100)));
        gzip.Flush();
        var (frames, told) = Read([.. torn.ToArray(), .. Pack(Encoding.ASCII.GetBytes(Lines(100, 100)), CompressionLevel.Fastest, flush: false)]);
        Assert.Equal(200, frames);
        Assert.Single(told);
    }

    [Fact]
    public void Plain_text_after_compressed_text_is_told()
    {
        var packed = Pack(Encoding.ASCII.GetBytes(Lines(0, 10)), CompressionLevel.Fastest, flush: false);
        var (frames, told) = Read([.. packed, .. "(1.0) can0 123#01\n"u8]);
        Assert.Equal(10, frames);
        Assert.Contains($"no compressed data begins at byte {packed.Length}", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("18 bytes", told[0], StringComparison.Ordinal);
    }

    private static Gen<byte[]> Content => Gen.OneOf(
        Gen.Byte.Array[0, 2000],
        Gen.Byte[0, 3].Array[0, 5000],
        from start in Gen.Int[0, 1000] from count in Gen.Int[0, 400] select Encoding.ASCII.GetBytes(Lines(start, count)));

    private static string Lines(int start, int count) => string.Concat(Enumerable.Range(start, count)
        .Select(index => $"(1700000000.{index % 1000000:D6}) can0 {index % 0x800:X3}#{index * 2654435761L & 0xFFFFFFFF:X8}\n"));

    private static byte[] Pack(byte[] content, CompressionLevel level, bool flush)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(content.AsSpan(0, content.Length / 2));
            if (flush)
            {
                gzip.Flush();
            }

            gzip.Write(content.AsSpan(content.Length / 2));
        }

        // Nothing at all is packed to nothing at all.
        return packed.ToArray() is { Length: > 0 } bytes ? bytes : Convert.FromHexString("1F8B080000000000000303000000000000000000");
    }

    private static byte[] Unpack(byte[] packed)
    {
        var reader = new GzipReader(new MemoryStream(packed));
        var bytes = new byte[777];
        var content = new MemoryStream();
        do
        {
            while (reader.Read(bytes) is var count and > 0)
            {
                content.Write(bytes, 0, count);
            }
        }
        while (reader.End == GzipEnd.Gap);

        return content.ToArray();
    }

    private static byte[] UnpackFast(byte[] packed)
    {
        var content = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }

    private static (int Frames, List<string> Told) Read(byte[] content, bool seekable = true)
    {
        var told = new List<string>();
        Stream stream = new MemoryStream(content);
        using var reader = CanLog.Open(seekable ? stream : new BufferedReadOnly(stream), LogFormats.Candump,
            new() { OnMalformed = entry => told.Add(entry.Reason) });
        return (reader.ReadAll().Count(), told);
    }

    /// <summary>A stream as a pipe is one: nobody can seek in it.</summary>
    private sealed class BufferedReadOnly(Stream stream) : MemoryStream
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => stream.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => stream.Read(buffer);
    }
}
