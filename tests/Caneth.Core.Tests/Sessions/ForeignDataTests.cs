using System.Net.Sockets;
using System.Text;
using Caneth.Sessions;
using Microsoft.Extensions.Time.Testing;
using static Caneth.Tests.Sessions.TestSession;

namespace Caneth.Tests.Sessions;

/// <summary>What a session makes and tells of bytes that are no frames. Time is injected.</summary>
public sealed class ForeignDataTests : IAsyncDisposable
{
    private static readonly byte[] Odd = [0x24, 0, 0, 1, 0x23, 1, 2, 3, 4, 0, 0, 0, 0];

    private readonly FakeTimeProvider time = new();
    private readonly ScriptedGateway gateway = new();
    private CanSession? opened;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (opened is not null)
        {
            var ending = opened.DisposeAsync().AsTask();
            await PassAsync(() => ending.IsCompleted);
        }

        gateway.Dispose();
    }

    [Fact]
    public async Task A_reply_behind_an_odd_frame_waits_for_silence_at_most()
    {
        var (session, reader, socket) = await OpenAsync();

        // Torn, so that the ends of reads are no evidence.
        await SendAsync(socket, session, Bytes(0, 1)[..5]);
        await SendAsync(socket, session, [.. Bytes(0, 1)[5..], .. Odd, .. Bytes(1, 1)]);
        Assert.Equal([0], NumbersOf(await reader.ReadAsync(1)));
        await Task.Yield();
        Assert.Equal(1, session.FramesReceived);
        var silence = time.GetUtcNow();
        await PassAsync(() => session.FramesReceived == 2);
        Assert.InRange(time.GetUtcNow() - silence, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
        Assert.Equal([1], NumbersOf(await reader.ReadAsync(1)));
        Assert.Equal(1, session.Statistics.InvalidFrames);
    }

    [Fact]
    public async Task With_whole_segments_a_reply_behind_an_odd_frame_waits_for_nothing()
    {
        var (_, reader, socket) = await OpenAsync();
        await socket.SendAsync((byte[])[.. Odd, .. Bytes(1, 1)], Ending);
        Assert.Equal([1], NumbersOf(await reader.ReadAsync(1)));
    }

    [Fact]
    public async Task Good_frames_behind_an_odd_one_are_not_lost_when_the_gateway_closes_and_the_odd_one_is_told()
    {
        var (session, reader, socket) = await OpenAsync();
        await SendAsync(socket, session, Bytes(0, 1)[..5]);
        await SendAsync(socket, session, [.. Bytes(0, 1)[5..], .. Odd, .. Bytes(1, 2)]);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal([0, 1, 2], NumbersOf(await reader.ReadAsync(3)));
        Assert.Contains("13 bytes that are not a valid frame", (await session.HappensAsync(SessionEventKind.Resynchronised)).Message);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 \u001b]0;owned\u0007\r\n", "an SSH server")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n", "an HTTP server")]
    [InlineData("220 mail.invalid ESMTP ready\r\n", "a mail or FTP server")]
    public async Task Another_server_on_the_port_is_named_by_what_it_sent_after_a_silence(string banner, string sender)
    {
        var (session, _, socket) = await OpenAsync();
        await SendAsync(socket, session, Encoding.ASCII.GetBytes(banner));
        await PassAsync(() => session.EventsAfter().Any(happened => happened.Kind == SessionEventKind.ForeignData));
        var told = session.EventsAfter().First(happened => happened.Kind == SessionEventKind.ForeignData);
        AssertTold(told, banner, sender);
        Assert.Equal(CanSessionState.Connected, session.State);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2p1 \u001b]0;owned\u0007\r\n", "an SSH server")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n", "an HTTP server")]
    public async Task Another_server_on_the_port_is_named_by_what_it_sent_when_it_closes(string banner, string sender)
    {
        var (session, _, socket) = await OpenAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(banner), Ending);
        socket.Shutdown(SocketShutdown.Send);
        AssertTold(await session.HappensAsync(SessionEventKind.ForeignData), banner, sender);
        Assert.DoesNotContain(session.EventsAfter(), happened => happened.Kind == SessionEventKind.PartialFrame);
    }

    [Fact]
    public async Task A_line_that_is_bad_all_the_time_is_told_now_and_then_with_exact_numbers()
    {
        var (session, reader, socket) = await OpenAsync();
        for (var number = 0; number < 500; number++)
        {
            await SendAsync(socket, session, [.. Odd, .. Bytes(number, 1)]);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        await reader.ReadAsync(500);
        await PassAsync(() => Told(session) == 500 * 13);
        Assert.InRange(session.EventsAfter().Count(happened => happened.Kind == SessionEventKind.Resynchronised), 2, 6);
    }

    [Fact]
    public async Task A_gateway_that_registers_in_front_of_every_packet_is_known_by_it()
    {
        var (session, reader, socket) = await OpenAsync();
        byte[] mac = [0xD8, 0xB0, 0x4C, 0x01, 0x02, 0x03];
        for (var number = 0; number < 20; number++)
        {
            await SendAsync(socket, session, [.. mac, .. Bytes(number, 1)]);
            Assert.Equal([number], NumbersOf(await reader.ReadAsync(1)));
        }

        Assert.Equal("D8 B0 4C 01 02 03", session.GatewayIdentity);
        Assert.Contains("D8 B0 4C 01 02 03", (await session.HappensAsync(SessionEventKind.Identified)).Message);
        var counted = session.Statistics;
        Assert.Equal(counted.BytesReceived, 13 * counted.FramesReceived + counted.RegistrationBytes + counted.BytesSkipped);
    }

    [Fact]
    public async Task A_registration_packet_and_a_heartbeat_that_were_given_are_taken_off_from_the_first_on()
    {
        var (session, reader, socket) = await OpenAsync(options => options with
        {
            RegistrationPacket = "\u001bgateway 17"u8.ToArray(),
            Heartbeat = "alive"u8.ToArray(),
        });
        await SendAsync(socket, session, "\u001bgateway 17"u8.ToArray());
        await SendAsync(socket, session, "alive"u8.ToArray());
        await SendAsync(socket, session, [.. "\u001bgateway 17"u8, .. Bytes(0, 2), .. "alive"u8, .. Bytes(2, 1)]);
        Assert.Equal([0, 1, 2], NumbersOf(await reader.ReadAsync(3)));
        var counted = session.Statistics;
        Assert.Equal((2L, 22L, 2L, 10L, 0L),
            (counted.RegistrationPackets, counted.RegistrationBytes, counted.Heartbeats, counted.HeartbeatBytes, counted.BytesSkipped));
        Assert.Equal(@"'\x1Bgateway 17'", session.GatewayIdentity);
    }

    private static void AssertTold(SessionEvent told, string banner, string sender)
    {
        Assert.Contains($"{banner.Length} bytes", told.Message);
        Assert.Contains(VisibleText.Of(banner), told.Message);
        Assert.Contains($"That is {sender}. Is this the data port of the gateway, in TCP-server mode?", told.Message);
        Assert.DoesNotContain(told.Message, char.IsControl);
    }

    /// <summary>The bytes that the events name.</summary>
    private static int Told(CanSession session) => session.EventsAfter().Where(happened => happened.Kind == SessionEventKind.Resynchronised)
        .Sum(happened => int.Parse(happened.Message.Split(' ')[1], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture));

    private async Task<(CanSession Session, FrameSubscription Reader, Socket Socket)> OpenAsync(Func<SessionOptions, SessionOptions>? change = null)
    {
        var options = To(gateway.Port) with { TimeProvider = time };
        opened = OpenReading(change is null ? options : change(options), out var reader);
        return (opened, reader, await gateway.AcceptAsync());
    }

    /// <summary>One read: the next is not sent before the session has this one.</summary>
    private static async Task SendAsync(Socket socket, CanSession session, byte[] bytes)
    {
        var before = session.Statistics.BytesReceived;
        await socket.SendAsync(bytes, Ending);
        await Waiting.Until(() => session.Statistics.BytesReceived == before + bytes.Length);
    }

    private Task PassAsync(Func<bool> condition) => Waiting.Until(() =>
    {
        time.Advance(TimeSpan.FromMilliseconds(20));
        return condition();
    });
}
