using Caneth.Links;
using Caneth.Links.Candump;
using Caneth.Links.Cannelloni;
using Caneth.Links.Datagrams;
using Caneth.Links.Gateway;
using Caneth.Links.Gvret;
using Caneth.Links.Slcan;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;

namespace Caneth.Testing.Fuzzing;

/// <summary>What servers and adapters send, and what takes it apart.</summary>
public static class FuzzLinks
{
    // Longer than any message of any wire, and as long as nothing needs to be held.
    private const int MostHeld = 1024;

    /// <summary>A sample for each wire.</summary>
    public static IEnumerable<FuzzInput> Make() =>
    [
        Of("socketcand", "< frame 123 1769867100.123456 1122 >< fdframe 12345678 05 1.2 11 22  >< error 004 1.2 >< rtr 123 1.2 4 >< error unknown command >< frame 00000001 1.3  >"u8,
            context => new SocketcandDecoder(RemoteTime.Anchored, wantsErrorFrames: true, context)),
        Of("slcan", "t12321122EA5F\rT12345678201020005\r\nz\rr1234\r\aB1234567890001020304050607080910110007\rV1013\r\r"u8,
            context => new SlcanDecoder(hasTimestamps: true, new("fuzz", window: 4, context), context)),
        Of("gvret", HexBytes.Parse("F109DEAD F100E803000023010000021122 00 F114E803000023010000 0C 00 000102030405060708090A0B 00 F10601A107000000000000 00 F100FFFFFFFF78563492 1811223344556677 88 00"),
            context => new GvretDecoder(0, hasTimestamps: true, context)),
        Of("cannelloni", HexBytes.Parse("00000123 02 1122 92345678 00 40000123 04 00000123 88 03 0011223344556677 20000004 08 0004000000000000"),
            context => new CannelloniWire(wantsErrorFrames: true).CreateDecoder(context)),
        Of("candump", "(1769867100.123456) can0 123#1122 R\nDROPCOUNT: dropped 3 CAN frames on 'can0' socket (total drops 3)\n (1.0) can0 123##1 T\r\n\n(1.000001) can0 20000004#0004000000000000\n(2.0) can0 12345678#R4\n"u8,
            context => new CandumpWire(new() { ErrorFrames = true }).CreateDecoder(context)),
        Of("cannelloni by UDP", HexBytes.Parse("02 00 07 00 03 00000123 02 1122 92345678 00 40000123 04"), new CannelloniPacketWire(wantsErrorFrames: true)),
        Of("gateway by UDP", FuzzWire.Make(), new GatewayPacketWire()),
    ];

    private static FuzzInput Of(string name, ReadOnlySpan<byte> sample, Func<LinkContext, IWireDecoder> create) =>
        new(name, null, sample.ToArray(), (bytes, random) => Decode(create(NewContext()), bytes, random));

    private static FuzzInput Of(string name, ReadOnlySpan<byte> sample, PacketWire wire) =>
        new(name, null, sample.ToArray(), (bytes, random) => Decode(wire.CreateDecoder(NewContext()), bytes, random));

    private static LinkContext NewContext() => new(TimeProvider.System, () => default, notice => FuzzCheck.That(!notice.Message.Contains('\x1B'), "a notice steers the terminal"));

    private static void Decode(IWireDecoder decoder, byte[] stream, Random random)
    {
        var frames = new CanFrame[random.Next(1, 64)];
        var pending = new List<byte>();
        for (var place = 0; place < stream.Length && !decoder.AlignmentLost;)
        {
            var step = Math.Min(stream.Length - place, random.Next(1, 40));
            pending.AddRange(stream.AsSpan(place, step));
            place += step;
            int count;
            do
            {
                count = decoder.Decode(pending.ToArray(), new(1_000_000_000L * place), frames, silent: false, out var consumed);
                FuzzCheck.That(consumed >= 0 && consumed <= pending.Count, "more was taken than there is");
                FuzzCheck.Frames(frames.AsSpan(0, count));
                pending.RemoveRange(0, consumed);
            }
            while (count == frames.Length);

            FuzzCheck.That(pending.Count <= MostHeld || decoder.AlignmentLost, $"{pending.Count} bytes are held");
        }

        decoder.End(pending.ToArray());
    }

    private static void Decode(PacketDecoder decoder, byte[] stream, Random random)
    {
        var frames = new CanFrame[random.Next(1, 64)];
        for (var begin = 0; begin < stream.Length;)
        {
            var packet = stream.AsSpan(begin, Math.Min(stream.Length - begin, random.Next(1, 100)));
            begin += packet.Length;
            if (decoder.Begin(packet, out var place, out var lost) != PacketVerdict.Take)
            {
                continue;
            }

            FuzzCheck.That(lost is >= 0 and < 128, $"{lost} packets are lost");
            bool isDamaged;
            do
            {
                var count = decoder.Read(packet, ref place, default, frames, out isDamaged);
                FuzzCheck.That(place <= packet.Length, "more was taken than there is");
                FuzzCheck.Frames(frames.AsSpan(0, count));
            }
            while (!isDamaged && place < packet.Length);
        }
    }
}
