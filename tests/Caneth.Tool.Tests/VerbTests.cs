using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests;

public sealed class VerbTests
{
    private static readonly CanFrame Standard = new(0x123, [1, 2, 3, 4]);
    private static readonly CanFrame Extended = new(0x18FEEE00, [0xAB]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_prints_what_the_Python_tool_prints()
    {
        await using var bus = new Bus();
        bus.Repeat(Standard, Extended, CanFrame.CreateRemote(0x7FF, 5));
        var result = await RunningTool.RunAsync(bus.Arguments("watch", "--count", "3"));

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(
            [
                "[RX] CANFrame(id=0x123, ext=0, type=DATA, dlc=4, data=[01 02 03 04])",
                "[RX] CANFrame(id=0x18FEEE00, ext=1, type=DATA, dlc=1, data=[AB])",
                "[RX] CANFrame(id=0x7FF, ext=0, type=RTR, dlc=5, data=[])",
            ],
            result.Lines.Order(StringComparer.Ordinal));
        Assert.Contains("Connected to", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("candump", " 123#01020304")]
    [InlineData("csv", "\"291\",\"False\",\"False\",\"4\",\"01 02 03 04\"")]
    [InlineData("json", "\"Id\":291,\"Dlc\":4,\"Data\":\"01 02 03 04\"")]
    [InlineData("table", "123 data   4 01 02 03 04")]
    public async Task Watch_writes_other_formats_too(string format, string expected)
    {
        await using var bus = new Bus();
        bus.Repeat(Standard);
        var result = await RunningTool.RunAsync(bus.Arguments("watch", "--count", "2", "--format", format));

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(2, result.Lines.Count(line => line.Contains(expected, StringComparison.Ordinal)));
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public async Task Watch_selects_frames()
    {
        await using var bus = new Bus();
        bus.Repeat(Standard, Extended, new(0x124, [1]), new(0x123, [9]));
        var result = await RunningTool.RunAsync(
            bus.Arguments("watch", "--count", "2", "--id", "0x100-0x1FF", "--id", "0x7FF", "--d0", "1", "--d1", "02"));

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(2, result.Lines.Length);
        Assert.All(result.Lines, line => Assert.Contains("id=0x123, ext=0, type=DATA, dlc=4", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frame_is_with_the_reader_as_soon_as_it_came()
    {
        await using var bus = new Bus();
        using var tool = RunningTool.Start(bus.Arguments("watch"));
        await tool.ErrorAsync("Watching for frames");
        bus.Repeat(Standard);
        await tool.OutputAsync("data=[01 02 03 04])\n");
        tool.Interrupt();
        Assert.Equal(0, (await tool.EndAsync()).ExitStatus);
    }

    [Theory]
    [InlineData("watch", 0)]
    [InlineData("wait", 1)]
    public async Task Ctrl_C_ends_it_with_the_device_disconnected(string verb, int status)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send on Windows.");
        await using var bus = new Bus();
        using var tool = RunningTool.Start(bus.Arguments([verb, "--id", "0x7FF"]));
        await bus.Gateway.WaitForClientsAsync(1, Stop);
        await tool.ErrorAsync("Connected to");
        tool.Interrupt();

        var result = await tool.EndAsync();
        Assert.Equal(status, result.ExitStatus);
        Assert.Empty(result.Output);
        Assert.DoesNotContain("xception", result.Error, StringComparison.Ordinal);
        await bus.WaitUntilEmptyAsync();
    }

    [Theory]
    [InlineData("text")]
    [InlineData("candump")]
    [InlineData("table")]
    public async Task Watch_ends_when_nobody_reads_any_more(string format)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A pipe without a reader is not told from one with a reader on Windows.");
        await using var bus = new Bus();
        bus.Repeat(Standard);
        using var tool = RunningTool.Start(bus.Arguments("watch", "--format", format));
        await tool.OutputAsync("01");
        tool.StopReading();

        Assert.Equal(0, (await tool.EndAsync()).ExitStatus);
    }

    [Theory]
    [InlineData("--id 0x123 --data 01020304", "123#01020304", "Sent frame id=0x123, ext=0, rtr=False, data=01020304")]
    [InlineData("--id 291", "123#", "Sent frame id=0x123, ext=0, rtr=False, data=")]
    [InlineData("--id 0x123 --data FF --extended", "00000123#FF", "Sent frame id=0x123, ext=1, rtr=False, data=FF")]
    [InlineData("--id 0x12345678 --std --data FF", null, null)]
    [InlineData("--id 0x12345678 --rtr --dlc 3", "12345678#R3", "Sent frame id=0x12345678, ext=1, rtr=True, data=")]
    [InlineData("--id 0x12 --rtr --data 0102", "012#R2", "Sent frame id=0x12, ext=0, rtr=True, data=")]
    public async Task Send_ends_when_the_frame_has_left(string options, string? onTheBus, string? said)
    {
        await using var bus = new Bus();
        using var recording = bus.Gateway.Capture();
        var result = await RunningTool.RunAsync(bus.Arguments(["send", .. options.Split(' ')]));

        Assert.Equal(onTheBus is null ? 2 : 0, result.ExitStatus);
        if (onTheBus is not null)
        {
            Assert.Equal([said!], result.Lines);
            Assert.Equal(onTheBus, (await recording.WaitForAsync(1, Stop)).Single().ToShortString());
        }
    }

    [Fact]
    public async Task Wait_shows_the_frame_that_matches()
    {
        await using var bus = new Bus();
        bus.Repeat(new(0x123, [0, 7]), new(0x123, [1, 7]), new(0x124, [1]));
        var result = await RunningTool.RunAsync(
            bus.Arguments("wait", "--id", "0x123", "--d0", "0x01", "--d1", "7", "--wait-timeout", "30"));

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(["Matched: CANFrame(id=0x123, ext=0, type=DATA, dlc=2, data=[01 07])"], result.Lines);
    }

    [Fact]
    public async Task A_wait_that_times_out_fails_and_says_so_on_standard_error()
    {
        await using var bus = new Bus();
        var result = await RunningTool.RunAsync(bus.Arguments("wait", "--id", "0x123", "--wait-timeout", "0.05"));

        Assert.Equal(1, result.ExitStatus);
        Assert.Empty(result.Output);
        Assert.Contains("No frame matching 0x123 came within 0.05 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_refuses_is_a_failure()
    {
        var result = await RunningTool.RunAsync("--host", "127.0.0.1", "--port", $"{Loopback.ClosedPort()}", "watch");

        Assert.Equal(1, result.ExitStatus);
        Assert.Contains("refused the connection", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("send --id 0xZZ", "'0xZZ' is not a CAN id")]
    [InlineData("send --id 0x123 --data 010203040506070809", "9 bytes of data are too many")]
    [InlineData("send --id 0x999 --std", "above 0x7FF")]
    [InlineData("send --id 0x123 --std --extended", "exclude each other")]
    [InlineData("send", "'--id' is required")]
    [InlineData("wait --id 0x123 --d0 1FF", "'1FF' is not a byte")]
    [InlineData("wait --id 0x123 --d1 1", "--d1 needs --d0")]
    [InlineData("wait --id 0x123 --wait-timeout soon", "'soon' is not a time")]
    [InlineData("watch --format xml", "xml")]
    [InlineData("watch --count 0", "less than the minimum")]
    [InlineData("watch nonsense", "nonsense")]
    [InlineData("listen", "listen")]
    public async Task What_is_not_understood_exits_with_2_before_anything_is_connected(string arguments, string said)
    {
        await using var bus = new Bus();
        var result = await RunningTool.RunAsync(bus.Arguments(arguments.Split(' ')));

        Assert.Equal(2, result.ExitStatus);
        Assert.Empty(result.Output);
        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Equal(0, bus.Gateway.Statistics.ClientsAccepted);
    }

    [Fact]
    public async Task An_option_that_is_given_twice_is_wrong_usage()
    {
        var result = await RunningTool.RunAsync("--host", "a.invalid", "--host", "b.invalid", "watch");
        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("--host", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("xception", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_advice_is_told_once()
    {
        await using var bus = new Bus();
        var port = bus.Gateway.Port;
        await bus.Gateway.DisposeAsync();
        var result = await RunningTool.RunAsync("--host", "127.0.0.1", "--port", $"{port}", "send", "--id", "1");
        Assert.Equal(1, result.ExitStatus);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, result.Error.Split("Check the port").Length);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("run")]
    public async Task Verbs_without_a_device_know_no_options_for_one(string verb)
    {
        var help = await RunningTool.RunAsync(verb, "--help");
        Assert.DoesNotContain("--host", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("--timeout", help.Output, StringComparison.Ordinal);

        var result = await RunningTool.RunAsync("--host", "127.0.0.1", verb, "nothing.ps1");
        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("--host", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_no_PowerShell_loads_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows what a process has loaded.");
        await using var bus = new Bus();
        using var tool = RunningTool.Start(bus.Arguments("watch"));
        await tool.ErrorAsync("Watching for frames");
        var loaded = await File.ReadAllTextAsync($"/proc/{tool.Id}/maps", Stop);
        Assert.Contains("Caneth.Core.dll", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Management.Automation", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_serves_too_many_clients_refuses_a_frame()
    {
        await using var gateway = GatewaySimulator.Start(new() { MaxClients = 1, ClientLimitPolicy = ClientLimitPolicy.RefuseWithText });
        await using var first = await CanSession.ConnectAsync(gateway.HostName, gateway.Port, Stop);
        await gateway.WaitForClientsAsync(1, Stop);
        var result = await RunningTool.RunAsync("--host", gateway.HostName, "--port", $"{gateway.Port}", "send", "--id", "1");
        Assert.Equal(1, result.ExitStatus);
        Assert.Empty(result.Output);
        Assert.Contains("caneth: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_without_a_gateway_is_wrong_usage()
    {
        var result = await RunningTool.RunAsync("watch");
        Assert.Equal(2, result.ExitStatus);
        Assert.Contains("--host", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("watch")]
    [InlineData("sniff")]
    [InlineData("send")]
    [InlineData("wait")]
    [InlineData("repl")]
    [InlineData("run")]
    [InlineData("demo")]
    [InlineData("collect")]
    [InlineData("record")]
    public async Task Help_shows_examples(string verb)
    {
        var result = await RunningTool.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("Example", result.Output, StringComparison.Ordinal);
        Assert.Contains("caneth", result.Output, StringComparison.Ordinal);
    }
}
