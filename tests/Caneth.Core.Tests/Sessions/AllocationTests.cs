using Caneth.Flow;
using Caneth.Links;
using Caneth.Links.Gateway;
using Caneth.Links.Memory;
using Caneth.Links.Streams;
using Caneth.Sessions;

namespace Caneth.Tests.Sessions;

/// <summary>Between a link and a subscription nothing is allocated for a frame, whatever the link.</summary>
public class AllocationTests
{
    private const int Reads = 100;
    private const int Few = 30;
    private const int Many = 300;

    private readonly FrameSubscription subscription;
    private readonly SubscriptionList readers = new();
    private readonly LinkContext context = new(TimeProvider.System, () => default, _ => { });

    public AllocationTests()
    {
        subscription = new(new() { Capacity = 2 * Many * Reads }, new Owner());
        readers.Add(subscription);
    }

    [Fact]
    public void Nothing_is_allocated_a_frame_between_a_stream_of_bytes_and_a_subscription()
    {
        var stream = new EndlessStream();
        var wire = new GatewayWire(new());
        using var link = new StreamLink(stream, wire, "gateway:20001", new("gateway:20001", wire, context), context);
        var loop = NewLoop(link);
        var bytes = NumberedFrames.Bytes(0, Many);
        AssertNothingIsAllocated(count =>
        {
            stream.Comes(bytes.AsMemory(0, count * FrameCodec.FrameSize), Reads);
            Run(loop);
        });
    }

    [Fact]
    public void Nothing_is_allocated_a_frame_between_a_bus_of_this_process_and_a_subscription()
    {
        var bus = new MemoryBus();
        using var sender = bus.Connect(context);
        using var receiver = bus.Connect(context);
        var loop = NewLoop(receiver);
        var frames = Numbered(0, Many);
        AssertNothingIsAllocated(count =>
        {
            for (var read = 0; read < Reads; read++)
            {
                Assert.Equal(count, sender.Send(frames.AsSpan(0, count)).Frames);
                Run(loop);
            }
        });
    }

    [Fact]
    public void Nothing_is_allocated_a_frame_that_is_sent_and_shown()
    {
        using var link = new MemoryBus().Connect(context);
        using var shown = new FrameSubscription(new() { Capacity = 2 * Many * Reads, IncludeSent = true }, new Owner());
        readers.Add(shown);
        var traffic = new TrafficOrder("bench", readers, new(TimeProvider.System));
        var history = new UnconfirmedFrames(() => link.FramesConfirmed, TimeProvider.System);
        var frames = Numbered(0, Many);
        AssertNothingIsAllocated(shown, count =>
        {
            for (var write = 0; write < Reads; write++)
            {
                traffic.Send(link, frames.AsSpan(0, count), history);
            }
        });
    }

    private ReceiveLoop NewLoop(ICanLink link)
    {
        var clock = new SessionClock(TimeProvider.System);
        return new(link, new TrafficOrder("bench", readers, clock), new Tally<SessionCounter>(new("device", "bench")), clock, new());
    }

    /// <summary>A read costs what it costs, and the exception that ends it; but ten times the frames cost no more.</summary>
    private void AssertNothingIsAllocated(Action<int> run) => AssertNothingIsAllocated(subscription, run);

    private static void AssertNothingIsAllocated(FrameSubscription reader, Action<int> run)
    {
        var more = Allocated(reader, run, Many) - Allocated(reader, run, Few);
        const int MoreFrames = Reads * (Many - Few);
        Assert.True(more < MoreFrames / 10, $"{more} bytes were allocated for {MoreFrames} frames.");
    }

    private static long Allocated(FrameSubscription reader, Action<int> run, int count) => Allocations.Of(() =>
    {
        run(count);
        Assert.Equal(Reads * count, reader.Take().Length);
    });

    /// <summary>Runs until there is nothing to receive: what is there is taken even where nothing is waited for.</summary>
    private static void Run(ReceiveLoop loop) =>
        Assert.True(loop.RunAsync(new CancellationToken(canceled: true), CancellationToken.None).IsCanceled);

    /// <summary>Frames as often as the test says, and then none.</summary>
    private sealed class EndlessStream : IByteStream
    {
        private ReadOnlyMemory<byte> bytes;
        private int left;

        public long BytesWritten => 0;

        public long? BytesConfirmed => null;

        public bool IsBroken => false;

        public void Comes(ReadOnlyMemory<byte> read, int times) => (bytes, left) = (read, times);

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (left-- <= 0)
            {
                return new(Task.FromCanceled<int>(cancellationToken));
            }

            bytes.CopyTo(buffer);
            return new(bytes.Length);
        }

        public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public int Send(ReadOnlySpan<byte> bytes) => throw new NotSupportedException();

        public void EndSending()
        {
        }

        public void Abort()
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class Owner : ISubscriptionOwner
    {
        public string Name => "bench";

        public void Remove(FrameSubscription subscription)
        {
        }

        public void CountDropped(long frames)
        {
        }

        public void ReportDropped(FrameSubscription subscription, long frames)
        {
        }

        public void ReportFailed(FrameSubscription subscription, Exception failure)
        {
        }
    }
}
