using Caneth.Servers;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Servers;

/// <summary>As socketcand answers, word for word, and what clients in use write.</summary>
public sealed class SocketcandServerTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_greets_opens_and_shows_the_bus()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.HearAsync("< hi >");
        await client.SayAsync("< open can0 >");
        await client.HearAsync("< ok >");
        await client.SayAsync("< rawmode >");
        await client.HearAsync("< ok >");
        hub.Gateway.Send([new CanFrame(0x123, [0x11, 0xAB]), new CanFrame(1, default, FrameFlags.Extended)]);
        Assert.Matches(@"^< frame 123 \d{10}\.\d{6} 11AB >$", await client.ReadAsync("< frame 123 1769867100.123456 11AB >".Length));
        Assert.Matches(@"^< frame 00000001 \d{10}\.\d{6}  >$", await client.ReadAsync("< frame 00000001 1769867100.123456  >".Length));
    }

    [Fact]
    public async Task Commands_may_come_together_or_a_byte_at_a_time()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.SayAsync("< open can0 >< rawmode >< echo >");
        await client.HearAsync("< hi >< ok >< ok >< echo >");
        foreach (var character in "< send 123 2 1 fF >\r\n< send 1FFFFFFF 0 >")
        {
            await client.SayAsync($"{character}");
        }

        Assert.Equal(["123#01FF", "1FFFFFFF#"], (await hub.Bus.WaitForAsync(2, Ending)).Select(frame => frame.ToShortString()));
    }

    [Theory]
    [InlineData("< send 7b 1 5 >", "07B#05")]
    [InlineData("< send 0 0 >", "000#")]
    [InlineData("< send 123 0  >", "123#")]
    [InlineData("<send 125 1 1>", "125#01")]
    [InlineData("< send 18DA 1 5 >", "000018DA#05")]
    [InlineData("< send 80000abc 2 1 ffffffffffffff80 >", "00000ABC#0180")]
    [InlineData("< send 00000001 8 1 2 3 4 5 6 7 8 >", "00000001#0102030405060708")]
    public async Task It_takes_what_clients_write(string command, string frame)
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.SayAsync($"< open CAN0 >{command}");
        Assert.Equal(frame, Assert.Single(await hub.Bus.WaitForAsync(1, Ending)).ToShortString());
    }

    [Theory]
    [InlineData("< send 123 9 1 2 3 4 5 6 7 8 9 >")]
    [InlineData("< send 123 2 1 >")]
    [InlineData("< send 123 1 1 2 >")]
    [InlineData("< send 123 1 100 >")]
    [InlineData("< send 123 1 ffffffffffffff7f >")]
    [InlineData("< send 123 -1 >")]
    [InlineData("< send 20000000 0 >")]
    [InlineData("< send xyz 0 >")]
    [InlineData("< send >")]
    [InlineData("> send 123 < send ")]
    public async Task What_is_no_frame_is_counted_and_the_client_stays(string command)
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.SayAsync($"< open can0 >{command}< echo >< send 123 1 1 >");
        await client.HearAsync("< hi >< ok >< echo >");
        Assert.Equal("123#01", Assert.Single(await hub.Bus.WaitForAsync(1, Ending)).ToShortString());
        Assert.True(Assert.Single(hub.Server.Clients).BytesSkipped > 0);
    }

    [Fact]
    public async Task Another_bus_and_other_modes_are_refused_in_its_words()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.SayAsync("< rawmode >< send 123 0 >< open can7 >");
        Assert.Equal("< hi >< error unknown command >< error unknown command >< error could not open bus >", await client.ReadToEndAsync());
        Assert.Contains("wanted the bus 'can7', and there is 'can0' alone", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
        Assert.Equal(0, hub.Bus.Count);
    }

    [Fact]
    public async Task Who_leaves_raw_mode_gets_no_more_frames()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.SayAsync("< open can0 >< rawmode >< bcmmode >");
        await client.HearAsync("< hi >< ok >< ok >< ok >");
        await Waiting.Until(() => hub.Server.Clients is [{ IsListening: false }]);
        using var seen = hub.Session.Subscribe();
        hub.Gateway.Send(new CanFrame(1));
        await seen.ReadAsync(1);
        await client.SayAsync("< echo >");
        await client.HearAsync("< echo >");
    }

    [Fact]
    public async Task Who_speaks_something_else_is_disconnected_with_the_reason()
    {
        await using var hub = await Hub.OpenAsync(ServerProtocol.Socketcand);
        await using var client = await hub.DialAsync();
        await client.HearAsync("< hi >");
        await client.SayAsync($"EHLO{new string('x', 5000)}");
        Assert.Contains("what is not socketcand: 'EHLOxxx", (await hub.HappensAsync(ServerEventKind.ClientDisconnected)).Message, StringComparison.Ordinal);
    }
}
