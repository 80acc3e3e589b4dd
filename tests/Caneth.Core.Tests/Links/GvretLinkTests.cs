using Caneth.Sessions;
using Caneth.Tests.Sessions;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Links;

/// <summary>Sessions with a GVRET adapter.</summary>
public sealed class GvretLinkTests : IDisposable
{
    private const string Greeting = "\u00E7\u00E7\u00F1\u0007\u00F1\u0009";
    private const string Alive = "\u00F1\u0009\u00DE\u00AD";

    private readonly Peer peer = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => peer.Dispose();

    [Fact]
    public async Task It_greets_receives_and_sends()
    {
        await using var open = peer.Open("gvret://127.0.0.1:PORT/1?time=host");
        await peer.AcceptAsync();
        await peer.HearAsync(Greeting);
        await peer.SayAsync($"Booting ESP32RET\r\n{Alive}");
        await peer.SayAsync(WireTests.GvretBytes(new(0x123, [0x11]), microseconds: 1, bus: 1));
        Assert.Equal("123#11", Assert.Single(await open.Reader.ReadAsync(1)).ToShortString());
        await open.SendAsync([new(0x123, [0x11, 0x22]), new(0x12345678)]);
        await peer.HearAsync("\u00F1\u0000\u0023\u0001\u0000\u0000\u0001\u0002\u0011\u0022\u0000" + "\u00F1\u0000\u0078\u0056\u0034\u0092\u0001\u0000\u0000");
        Assert.Equal(0, open.Session.BytesSkipped);
    }

    [Fact]
    public async Task The_bit_rate_of_its_bus_is_set_and_the_other_bus_stays_as_it_is()
    {
        await using var open = peer.Open("gvret://127.0.0.1:PORT/0?bitrate=500000&listen-only=on");
        await peer.AcceptAsync();
        await peer.HearAsync(Greeting);
        await peer.SayAsync(Alive);
        await peer.HearAsync("\u00F1\u0006");

        // Bus 1 is enabled at 250,000 bit/s.
        await peer.SayAsync("\u00F1\u0006\u0000\u0000\u0000\u0000\u0000\u0001\u0090\u00D0\u0003\u0000");
        await peer.HearAsync("\u00F1\u0005" + "\u0020\u00A1\u0007\u00E0" + "\u0090\u00D0\u0003\u00C0");
        await open.Session.BecomesAsync(CanSessionState.Connected);
    }

    [Fact]
    public async Task Alive_and_without_frames_is_worth_a_warning_once()
    {
        var time = new FakeTimeProvider();
        await using var open = peer.Open("gvret://127.0.0.1:PORT", options => options with { TimeProvider = time, ConnectTimeout = Timeout.InfiniteTimeSpan });
        await peer.AcceptAsync();
        await peer.HearAsync(Greeting);
        await peer.SayAsync(Alive);
        await open.Session.BecomesAsync(CanSessionState.Connected);
        await Waiting.AdvanceUntil(time, TimeSpan.FromSeconds(1), () => open.Session.EventsAfter().Any(happened => happened.Kind == SessionEventKind.NoFrames));
        var warning = open.Session.EventsAfter().Single(happened => happened.Kind == SessionEventKind.NoFrames);
        Assert.Equal(EventLevel.Warning, warning.Level);
        Assert.Contains("no frame has come for 5 s", warning.Message, StringComparison.Ordinal);
        Assert.Contains("bitrate", warning.Message, StringComparison.Ordinal);

        // A session whose clock stands still ends when the other side does.
        peer.Close();
    }

    [Fact]
    public async Task Telnet_at_its_port_is_named()
    {
        await using var open = peer.Open("gvret://127.0.0.1:PORT");
        await peer.AcceptAsync();
        await peer.SayAsync("\u00FF\u00FD\u0018\u00FF\u00FD\u0020");
        Assert.Contains("a Telnet server", (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("123#R4", "it is a remote frame")]
    [InlineData("123##011", "it is a CAN FD frame")]
    public async Task What_the_protocol_has_no_place_for_is_refused_before_anything_is_queued(string frame, string reason)
    {
        await using var open = peer.Open("gvret://127.0.0.1:PORT");
        var refused = await Assert.ThrowsAsync<ArgumentException>(async () => await open.Session.SendAsync(CanFrame.Parse(frame), Ending));
        Assert.Contains($"{reason}, and GVRET carries only classic data frames", refused.Message, StringComparison.Ordinal);
    }
}
