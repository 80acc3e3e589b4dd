using Caneth.Links;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions with a socketcand server, as the real one speaks.</summary>
public sealed class SocketcandLinkTests : IDisposable
{
    private readonly Peer peer = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => peer.Dispose();

    [Fact]
    public async Task It_opens_the_bus_receives_and_sends()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0?time=host");
        await GreetAsync();
        await open.Session.SendAsync(new CanFrame(0x125, [1]), Ending);
        await peer.HearAsync("< send 125 1 01 >");
        await open.SendAsync([new(0x1, default, FrameFlags.Extended), new(0x123, [0x0F, 0x10, 0, 0, 0, 0, 0, 0xFF])]);
        await peer.HearAsync("< send 00000001 0 >< send 123 8 0F 10 00 00 00 00 00 FF >");
        await peer.SayAsync("< frame 123 1769867100.123456 1122 >");
        var frame = Assert.Single(await open.Reader.ReadAsync(1));
        Assert.Equal(("123#1122", "bench"), (frame.ToShortString(), frame.Device));
        Assert.Equal(("socketcand", LinkConfirmation.PeerStack, "can0"), (open.Session.Link, open.Session.Confirms, open.Session.Address.Bus));
    }

    [Fact]
    public async Task However_the_server_writes_it_nothing_is_lost()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0?time=host");
        await peer.AcceptAsync();

        // All of it in one segment, and the first frame with it.
        await peer.SayAsync("< hi >< ok >< ok >< frame 001 1.2 11 >< fra");
        await peer.HearAsync("< open can0 >< rawmode >");
        foreach (var character in "me 002 1.2  >< frame 003 1.2 33 >")
        {
            await peer.SayAsync($"{character}");
        }

        Assert.Equal(["001#11", "002#", "003#33"], (await open.Reader.ReadAsync(3)).Select(frame => frame.ToShortString()));
    }

    [Theory]
    [InlineData("< error could not open bus >", "could not open bus")]
    [InlineData("< error could not start interface can0 >", "could not start interface can0")]
    public async Task A_bus_that_it_does_not_open_is_an_error_in_its_words(string answer, string words)
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0");
        await peer.AcceptAsync();
        await peer.SayAsync("< hi >");
        await peer.HearAsync("< open can0 >");
        await peer.SayAsync(answer);
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.HandshakeFailed, error.Error);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains("-i", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "an SSH server")]
    [InlineData("CANNELLONIv1", "a cannelloni server")]
    [InlineData("< ok >", "'< hi >'")]
    public async Task Somebody_else_at_the_port_is_named(string greeting, string name)
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0");
        await peer.AcceptAsync();
        await peer.SayAsync(greeting);
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.HandshakeFailed, error.Error);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_or_goes_is_not_waited_for_without_end()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0", options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(100) });
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.ConnectTimeout, error.Error);
        Assert.Contains("did not answer as socketcand does within 0.1 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_closes_before_it_is_ready_is_named_too()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0");
        await peer.AcceptAsync();
        peer.Close();
        Assert.Equal(SessionError.HandshakeFailed, (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!.Error);
    }

    [Fact]
    public async Task It_comes_back_after_a_break_and_greets_again()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0?time=host");
        await GreetAsync();
        await open.Session.BecomesAsync(CanSessionState.Connected);
        await GreetAsync();
        await peer.SayAsync("< frame 123 1.2 11 >");
        Assert.Single(await open.Reader.ReadAsync(1));
        Assert.Equal(1, open.Session.Reconnects);
    }

    [Theory]
    [InlineData("123#R4", "it is a remote frame")]
    [InlineData("123##011", "it is a CAN FD frame")]
    [InlineData("123#0011223344556677_F", "its DLC is 15, above 8")]
    [InlineData("20000004#0000000000000000", "it is an error frame")]
    public async Task What_the_protocol_has_no_words_for_is_refused_before_anything_is_queued(string frame, string reason)
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0");
        var refused = await Assert.ThrowsAsync<ArgumentException>(async () => await open.Session.SendAsync(CanFrame.Parse(frame), Ending));
        Assert.Contains($"{reason}, and socketcand carries only classic data frames", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, open.Session.FramesPending);
    }

    [Fact]
    public async Task Newer_servers_take_can_fd_where_they_are_said_to()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0?fd=on");
        await GreetAsync();
        await open.SendAsync([CanFrame.Parse("123##3000102030405060708090A0B"), CanFrame.Parse("12345678##0")]);
        await peer.HearAsync("< fdsend 123 3 12 00 01 02 03 04 05 06 07 08 09 0A 0B >< fdsend 12345678 0 0 >");
        await peer.SayAsync("< error unknown command >");
        Assert.Contains("unknown command", (await open.Session.HappensAsync(SessionEventKind.PeerError)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_are_whole_and_those_of_one_write_fit_into_one_segment()
    {
        await using var open = peer.Open("socketcand://127.0.0.1:PORT/can0");
        await GreetAsync();
        var frames = Enumerable.Repeat(new CanFrame(CanId.MaxExtended, new byte[8]), open.Session.Capabilities.MaxFramesPerWrite).ToArray();
        await open.Session.SendAsync(frames, atomic: true, Ending);
        var heard = await peer.ReadOnceAsync();
        Assert.InRange(heard.Length, 1, 1448);
        Assert.Equal(frames.Length, heard.Split('>').Length - 1);
        Assert.EndsWith(" >", heard, StringComparison.Ordinal);
    }

    private async Task GreetAsync()
    {
        await peer.AcceptAsync();
        await peer.SayAsync("< hi >");
        await peer.HearAsync("< open can0 >");
        await peer.SayAsync("< ok >");
        await peer.HearAsync("< rawmode >");
        await peer.SayAsync("< ok >");
    }
}
