using System.Buffers.Binary;
using System.Text;
using BenchmarkDotNet.Attributes;
using Caneth.Links.Candump;
using Caneth.Links.Cannelloni;
using Caneth.Links.Gateway;
using Caneth.Links.Gvret;
using Caneth.Links.Slcan;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;

namespace Caneth.MicroBench;

/// <summary>What the other sides of links send to frames, and frames to what they take; the figures are per frame.</summary>
[MemoryDiagnoser]
[InProcess]
public class WireBenchmarks
{
    private const int Count = 4096;

    private static readonly Dictionary<string, (Wire Wire, Func<CanFrame, byte[]> Write)> Wires = new()
    {
        ["tcp"] = (new GatewayWire(new()), GatewayBytes),
        ["socketcand"] = (new SocketcandWire(new() { Bus = "can0" }), frame => Ascii($"< frame {frame.HexId} 1769867100.123456 {Convert.ToHexString(frame.Data.ToArray())} >")),
        ["slcan"] = (new SlcanWire(new()), frame => Ascii($"{(frame.Extended ? 'T' : 't')}{frame.HexId}{frame.Dlc}{Convert.ToHexString(frame.Data.ToArray())}EA5F\r")),
        ["gvret"] = (new GvretWire(new()), GvretBytes),
        ["cannelloni"] = (new CannelloniWire(), CannelloniBytes),
        ["candump"] = (new CandumpWire(new()), frame => Ascii($"(1769867100.123456) can0 {frame.ToShortString()} R\n")),
    };

    private readonly CanFrame[] frames = [.. Traffic.Mixed(Count).Select(frame => frame.Remote ? new CanFrame(0x123) : frame)];
    private readonly CanFrame[] decoded = new CanFrame[512];
    private readonly int[] ends = new int[Count];
    private byte[] received = [];
    private byte[] sent = [];
    private Wire wire = Wires["tcp"].Wire;
    private IWireDecoder? decoder;

    /// <summary>The scheme of the links.</summary>
    [Params("tcp", "socketcand", "slcan", "gvret", "cannelloni", "candump")]
    public string Scheme { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        (wire, var write) = Wires[Scheme];
        received = [.. frames.SelectMany(write)];
        sent = new byte[Count * wire.MaxFrameSize];
        decoder = wire.CreateDecoder(new(TimeProvider.System, () => default, _ => { }) { Device = "bench" });
        if (Decode() != Count)
        {
            throw new InvalidOperationException($"{Scheme} does not read what the other side writes.");
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Decode()
    {
        var (count, start) = (0, 0);
        while (decoder!.Decode(received.AsSpan(start), new(1_769_867_100_000_000_000), decoded, silent: false, out var consumed) is > 0 and var now)
        {
            start += consumed;
            count += now;
        }

        return count;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Encode()
    {
        wire.Encode(frames, sent, ends);
        return ends[^1];
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] GatewayBytes(CanFrame frame)
    {
        var bytes = new byte[FrameCodec.FrameSize];
        FrameCodec.Encode(frame, bytes);
        return bytes;
    }

    private static byte[] GvretBytes(CanFrame frame)
    {
        byte[] bytes = [0xF1, 0, 0xE8, 3, 0, 0, 0, 0, 0, 0, (byte)frame.Dlc, .. frame.Data.ToArray(), 0];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(6), frame.Id | (frame.Extended ? 0x8000_0000 : 0));
        return bytes;
    }

    private static byte[] CannelloniBytes(CanFrame frame)
    {
        byte[] bytes = [0, 0, 0, 0, (byte)frame.Dlc, .. frame.Data.ToArray()];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, frame.Id | (frame.Extended ? 0x8000_0000 : 0));
        return bytes;
    }
}
