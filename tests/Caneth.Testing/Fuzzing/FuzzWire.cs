using Caneth.Links.Gateway;

namespace Caneth.Testing.Fuzzing;

/// <summary>Byte streams of gateways, and what takes them apart.</summary>
public static class FuzzWire
{
    private static ReadOnlySpan<byte> Heartbeat => [0xAA, 0x00, 0xFF, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static byte[] Make() => [.. Enumerable.Range(0, 12).SelectMany(Frame)];

    /// <summary>Frames with heartbeats, frames of another gateway's DLC, and a refusal among them.</summary>
    public static byte[] MakeMixed()
    {
        var stream = new List<byte>();
        for (var index = 0; index < 12; index++)
        {
            stream.AddRange(Frame(index));
            if (index % 3 == 0)
            {
                stream.AddRange(Heartbeat);
            }

            if (index % 5 == 0)
            {
                byte[] odd = Frame(index);
                odd[0] |= 0x0F;
                stream.AddRange(odd);
            }
        }

        stream.AddRange("Sorry,Limited"u8);
        return [.. stream];
    }

    /// <summary>Takes a stream apart in pieces of any length, as a connection does.</summary>
    public static void Decode(byte[] stream, Random random)
    {
        var decoder = new FrameStreamDecoder("fuzz");
        var frames = new CanFrame[random.Next(1, 64)];
        var pending = new List<byte>();
        for (var place = 0; place < stream.Length && !decoder.Refused && !decoder.AlignmentLost;)
        {
            var step = Math.Min(stream.Length - place, random.Next(1, 40));
            pending.AddRange(stream.AsSpan(place, step));
            place += step;
            int count;
            do
            {
                count = decoder.Decode(pending.ToArray(), default, frames, out var consumed);
                FuzzCheck.That(consumed >= 0 && consumed <= pending.Count, "more was taken than there is");
                FuzzCheck.Frames(frames.AsSpan(0, count));
                pending.RemoveRange(0, consumed);
            }
            while (count == frames.Length);

            FuzzCheck.That(pending.Count <= 256 || decoder.Refused || decoder.AlignmentLost, $"{pending.Count} bytes are held");
        }

        decoder.End(pending.ToArray());
    }

    private static byte[] Frame(int index)
    {
        var bytes = new byte[FrameCodec.FrameSize];
        FrameCodec.Encode(new CanFrame(0x100u + (uint)index, [(byte)index, 2, 3, 4]), bytes);
        return bytes;
    }
}
