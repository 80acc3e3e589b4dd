using BenchmarkDotNet.Attributes;
using Caneth.Links.Gateway;

namespace Caneth.MicroBench;

/// <summary>Frames to bytes and back; the figures are per frame.</summary>
[MemoryDiagnoser]
[InProcess]
public class CodecBenchmarks
{
    private const int Count = 5040;

    private readonly CanFrame[] frames = Traffic.Mixed(Count);
    private readonly CanFrame[] decoded = new CanFrame[512];
    private readonly byte[] bytes = new byte[Count * FrameCodec.FrameSize];
    private readonly FrameStreamDecoder decoder = new("bench");

    [GlobalSetup]
    public void Fill() => Encode();

    [Benchmark(OperationsPerInvoke = Count)]
    public void Encode()
    {
        for (var index = 0; index < frames.Length; index++)
        {
            FrameCodec.Encode(frames[index], bytes.AsSpan(index * FrameCodec.FrameSize));
        }
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Decode()
    {
        var count = 0;
        var start = 0;
        while (decoder.Decode(bytes.AsSpan(start), default, decoded, out var consumed) is > 0 and var now)
        {
            start += consumed;
            count += now;
        }

        return count;
    }
}
