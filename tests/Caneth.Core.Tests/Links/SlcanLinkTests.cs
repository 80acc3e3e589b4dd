using Caneth.Links;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions with an SLCAN adapter behind a TCP port.</summary>
public sealed class SlcanLinkTests : IDisposable
{
    private readonly Peer peer = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose() => peer.Dispose();

    [Fact]
    public async Task One_command_and_then_its_answer()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?bitrate=500000");
        await peer.AcceptAsync();
        await peer.HearAsync("C\r");

        // What was said before it was closed is no answer; that it was closed already is none to complain of.
        await peer.SayAsync("t12321122\r\a");
        await AnswerAsync("S6\r", "\r");
        await AnswerAsync("Z1\r", "\a");
        await AnswerAsync("O\r", "\r");
        await open.Session.BecomesAsync(CanSessionState.Connected);
        var sending = open.SendAsync([new(0x100), new(0x200, [1]), CanFrame.CreateRemote(0x12345678, 4)]);
        await AnswerAsync("t1000\r", "z\r");
        await AnswerAsync("t200101\r", "\r");
        await AnswerAsync("R123456784\r", "Z\r");
        await sending;
        await peer.SayAsync("t12321122\rT1234567810F\r");
        Assert.Equal(["123#1122", "12345678#0F"], (await open.Reader.ReadAsync(2)).Select(frame => frame.ToShortString()));
        Assert.Equal(("slcan", LinkConfirmation.Device), (open.Session.Link, open.Session.Confirms));
    }

    [Fact]
    public async Task A_refused_frame_is_an_event_with_that_frame_and_the_others_are_sent()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?window=3&time=host");
        await GreetAsync("O\r");
        await open.SendAsync([new(0x100), new(0x200), new(0x300)]);
        await peer.HearAsync("t1000\rt2000\rt3000\r");
        await peer.SayAsync("z\r\az\r");
        var refused = await open.Session.HappensAsync(SessionEventKind.PeerError);
        Assert.Contains("refused the frame 200#", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, open.Session.Statistics.FramesRefused);
    }

    [Fact]
    public async Task No_more_frames_wait_for_an_answer_than_they_may()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?window=2&time=host");
        await GreetAsync("O\r");
        var sending = open.SendAsync([.. Enumerable.Repeat(new CanFrame(0x100), 5)]);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await peer.HearAsync("t1000\rt1000\r");
            Assert.False(sending.IsCompleted);
            await peer.SayAsync("z\rz\r");
        }

        await peer.HearAsync("t1000\r");
        await sending;
    }

    [Fact]
    public async Task An_adapter_that_never_answers_is_sent_to_without_waiting_and_that_is_said()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?time=host");
        await peer.AcceptAsync();
        await peer.HearAsync("C\rO\r");
        Assert.Contains("answered to no command", (await open.Session.HappensAsync(SessionEventKind.PeerError)).Message, StringComparison.Ordinal);
        await open.SendAsync([new(0x100), new(0x200), new(0x300)]);
        await peer.HearAsync("t1000\rt2000\rt3000\r");
        Assert.Contains("does not answer to frames", (await open.Session.HappensAsync(SessionEventKind.PeerError, times: 2)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?bitrate=20000&time=host", "S1\r", "20000")]
    [InlineData("?data-bitrate=5000000&time=host", "Y5\r", "5000000")]
    [InlineData("?listen-only=on&time=host", "L\r", "listen only")]
    [InlineData("?time=host", "O\r", "?bitrate=500000")]
    public async Task What_an_adapter_refuses_is_said_with_what_to_do(string query, string command, string words)
    {
        await using var open = peer.Open($"slcan://127.0.0.1:PORT{query}");
        await peer.AcceptAsync();
        await AnswerAsync("C\r", "\r");
        await AnswerAsync(command, "\a");
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.HandshakeFailed, error.Error);
        Assert.Contains(words, $"{error.Message} {error.Recommendation}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bus_is_closed_when_the_session_is_and_what_waits_for_an_answer_is_sent_before()
    {
        var open = peer.Open("slcan://127.0.0.1:PORT?time=host");
        await GreetAsync("O\r");
        await open.Session.SendAsync(new CanFrame(0x100), Ending);
        await peer.HearAsync("t1000\r");
        var closing = open.DisposeAsync().AsTask();
        await peer.SayAsync("z\r");
        await peer.HearAsync("C\r");
        peer.Close();
        await closing;
    }

    [Fact]
    public async Task A_silent_adapter_is_closed_before_it_is_opened_again()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?time=host", options => options with { IdleTimeout = TimeSpan.FromMilliseconds(500) });
        await GreetAsync("O\r");
        await peer.HearAsync("C\r");
        await GreetAsync("O\r");
        await peer.SayAsync("t12321122\r");
        Assert.Single(await open.Reader.ReadAsync(1));
    }

    [Fact]
    public async Task Can_fd_frames_go_where_the_adapter_has_a_rate_for_them()
    {
        await using var open = peer.Open("slcan://127.0.0.1:PORT?data-bitrate=2000000&time=host&window=2");
        await GreetAsync("Y2\r", "O\r");
        await open.SendAsync([CanFrame.Parse("123##0000102030405060708090A0B"), CanFrame.Parse("12345678##111")]);
        await peer.HearAsync("d1239000102030405060708090A0B\rB12345678111\r");
    }

    private async Task GreetAsync(params string[] commands)
    {
        await peer.AcceptAsync();
        foreach (var command in commands.Prepend("C\r"))
        {
            await AnswerAsync(command, "\r");
        }
    }

    private async Task AnswerAsync(string command, string answer)
    {
        await peer.HearAsync(command);
        await peer.SayAsync(answer);
    }
}
