using Caneth.Servers;

namespace Caneth.Tests.Servers;

/// <summary>What the server says as an SLCAN adapter, as cannelloni, as a board with GVRET and as a capture, byte for byte.</summary>
public sealed class OtherServerTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task As_an_slcan_adapter_it_answers_each_command_and_each_frame()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Slcan);
        await using var client = await hub.DialAsync();
        await client.SayAsync("\r\rC\rS6\rV\rN\rF\rt1230\r");
        await client.HearAsync("\r\rV1013\rN0001\rF00\r\a");
        await client.SayAsync("O\rO\rS6\rt1232AABB\rT000000010\rr1238\rt12\r?\r");
        await client.HearAsync("\r\a\az\rZ\rz\r\a\a");
        Assert.Equal(["123#AABB", "00000001#", "123#R8"], (await hub.Bus.WaitForAsync(3, Ending)).Select(frame => frame.ToShortString()));
        await hub.ListensAsync(1);
        hub.Gateway.Send([new CanFrame(0x7FF, [1]), new CanFrame(0x1FFFFFFF), CanFrame.CreateRemote(0x123, 4)]);
        await client.HearAsync("t7FF101\rT1FFFFFFF0\rr1234\r");
        await client.SayAsync("Z1\r");
        await client.HearAsync("\r");
        hub.Gateway.Send(new CanFrame(1));
        var line = await client.ReadAsync("t0010ABCD\r".Length);
        Assert.Matches("^t0010[0-9A-F]{4}\r$", line);
        Assert.InRange(Convert.ToInt32(line[5..9], 16), 0, 59_999);
        await client.SayAsync("C\r");
        await client.HearAsync("\r");
        Assert.False(Assert.Single(hub.Server.Clients).IsListening);
    }

    [Fact]
    public async Task An_slcan_client_that_only_listens_sends_nothing()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Slcan);
        await using var client = await hub.DialAsync();
        await client.SayAsync("L\rt1230\r");
        await client.HearAsync("\r\a");
        Assert.Equal(0, hub.Bus.Count);
    }

    [Fact]
    public async Task What_the_server_refuses_an_slcan_client_hears_of()
    {
        await using var hub = await Hub.OpenAsync(new ServerOptions { Protocol = ServerProtocol.Slcan, ReadOnly = true });
        await using var client = await hub.DialAsync();
        await client.SayAsync("O\rt1230\r");
        await client.HearAsync("\r\a");
        Assert.Equal(1, hub.Server.FramesRefused);
    }

    [Fact]
    public async Task As_cannelloni_it_greets_and_carries_frames_with_nothing_between()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Cannelloni);
        await using var client = await hub.DialAsync();
        await client.HearAsync("CANNELLONIv1");
        await client.SayAsync("CANNELL");
        await client.SayAsync("ONIv1\0\0\x01\x23\x02\x11\x22\x40\0\x01\x23\x04");
        Assert.Equal(["123#1122", "123#R4"], (await hub.Bus.WaitForAsync(2, Ending)).Select(frame => frame.ToShortString()));
        await hub.ListensAsync(1);
        hub.Gateway.Send(new CanFrame(0x12345678));
        await client.HearAsync("\x92\x34\x56\x78\0");
    }

    [Fact]
    public async Task Who_is_no_cannelloni_is_named()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Cannelloni);
        await using var client = await hub.DialAsync();
        await client.SayAsync("CANNELLONIv2");
        await client.ReadToEndAsync();
        Assert.Contains("what is not cannelloni: 'CANNELLONIv2'", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_a_board_with_gvret_it_answers_all_that_savvycan_asks()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Gvret);
        await using var client = await hub.DialAsync();

        // What SavvyCAN says first; a server of ours eats nothing of it.
        await client.SayAsync("\xE7\xE7\xF1\x0C\xF1\x06\xF1\x07\xF1\x09\xF1\x01");
        await client.HearAsync("\xF1\x0C\x01" + "\xF1\x06\x01\x20\xA1\x07\0\0\0\0\0\0" + "\xF1\x07\x01\0\0\0\0\0" + "\xF1\x09\xDE\xAD");
        Assert.StartsWith("\xF1\x01", await client.ReadAsync(6), StringComparison.Ordinal);
        await client.SayAsync("\xF1\x05\x20\xA1\x07\xC0\0\0\0\0" + "\xF1\0\x23\x01\0\0\0\x02\xAA\xBB\0" + "\xF1\0\x01\0\0\x80\0\0\0" + "\xF1\0\x01\0\0\0\x01\0\0");
        Assert.Equal(["123#AABB", "00000001#"], (await hub.Bus.WaitForAsync(2, Ending)).Select(frame => frame.ToShortString()));
        await hub.ListensAsync(1);
        hub.Gateway.Send(new CanFrame(0x12345678, [1]));
        var heard = await client.ReadAsync(13);
        Assert.Equal("\xF1\0", heard[..2]);
        Assert.Equal("\x78\x56\x34\x92\x01\x01\0", heard[6..]);
        Assert.Equal(9, Assert.Single(hub.Server.Clients).BytesSkipped);
    }

    [Fact]
    public async Task As_a_capture_it_shows_what_is_on_the_bus_and_takes_nothing()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Pcapng);
        Assert.Equal($"TCP@127.0.0.1:{hub.Server.Endpoint.Port}", hub.Server.Uri);
        Assert.True(hub.Server.ReadOnly);
        await using var client = await hub.DialAsync();
        await hub.ListensAsync(1);

        // A section of 44 bytes that says who wrote it, and an interface by the name of the session; link type 227, times in nanoseconds.
        await client.HearAsync("\x0A\x0D\x0D\x0A\x2C\0\0\0\x4D\x3C\x2B\x1A\x01\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"
            + "\x04\0\x06\0Caneth\0\0\0\0\0\0\x2C\0\0\0");
        var name = hub.Session.Name;
        var length = (char)(36 + (name.Length + 3) / 4 * 4);
        await client.HearAsync($"\x01\0\0\0{length}\0\0\0\xE3\0\0\0\0\0\0\0\x02\0{(char)name.Length}\0{name.PadRight((name.Length + 3) / 4 * 4, '\0')}"
            + $"\x09\0\x01\0\x09\0\0\0\0\0\0\0{length}\0\0\0");
        hub.Gateway.Send(new CanFrame(0x123, [0xAA, 0xBB]));
        var packet = await client.ReadAsync(44);
        Assert.Equal("\x06\0\0\0\x2C\0\0\0\0\0\0\0", packet[..12]);
        Assert.Equal("\x0A\0\0\0\x0A\0\0\0\0\0\x01\x23\x02\0\0\0\xAA\xBB\0\0\x2C\0\0\0", packet[20..]);
        await hub.Session.SendAsync(new CanFrame(2), Ending);
        Assert.EndsWith("\0\0\0\x02\0\0\0\0\x02\0\x04\0\x02\0\0\0\0\0\0\0\x34\0\0\0", await client.ReadAsync(52), StringComparison.Ordinal);
        await client.SayAsync(new string('x', 5000));
        await client.ReadToEndAsync();
        Assert.Contains("what is not a capture", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
        Assert.Equal((2L, 0L), (hub.Server.FramesSent, hub.Server.FramesReceived));
    }
}
