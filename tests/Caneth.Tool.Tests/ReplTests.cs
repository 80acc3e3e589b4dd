using System.Diagnostics;

namespace Caneth.Tests;

public sealed class ReplTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_words_of_the_Python_console_work_as_typed_there()
    {
        await using var bus = new Bus();
        using var recording = bus.Gateway.Record();
        using var repl = RunningTool.Start(bus.Arguments("repl"));
        repl.Type("send 0x123 \"01 02\" ext rtr\nsend 0x123 01-02\nsend 291 0A std\nlist\n");
        await repl.OutputAsync("(none)");
        Assert.Equal(["00000123#R2", "123#0102", "123#0A"], (await recording.WaitForAsync(3, Stop)).Select(frame => frame.ToString()));

        repl.Type("on 0x123 0x01\nwatch\nlist\n");
        var listed = await repl.OutputAsync("  #1   id=0x123 d0=0x01");
        bus.Gateway.Send([new(0x123, [2]), new(0x123, [1, 0xFF])]);
        await repl.OutputAsync("[RX] CANFrame(id=0x123, ext=0, type=DATA, dlc=1, data=[02])", listed);
        await repl.OutputAsync("[match id=0x123 d0=0x01] id=0x123 dlc=2 data=01 FF", listed);

        repl.Type("unwatch\nunwatch 1\nunwatch 1\nunwatch all\nlist\n");
        var none = await repl.OutputAsync("(none)", listed);
        bus.Repeat(new CanFrame(0x7E8, [1, 2]));
        repl.Type("wait 0x7E8 1 2\nwait 0x7E9 1 2 0.05\nhelp\nquit\n'not reached'\n");
        var result = await repl.EndAsync();

        Assert.Equal(0, result.ExitStatus);
        Assert.Contains("[WAIT MATCH] CANFrame(id=0x7E8, ext=0, type=DATA, dlc=2, data=[01 02])", result.Output[none..], StringComparison.Ordinal);
        Assert.Contains("[WAIT TIMEOUT]", result.Output, StringComparison.Ordinal);
        Assert.Contains("unwatch [<number>|watch|all]", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("[RX]", result.Output[none..], StringComparison.Ordinal);
        Assert.DoesNotContain("not reached", result.Output, StringComparison.Ordinal);
        await bus.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task Everything_else_is_PowerShell_and_no_error_ends_it()
    {
        await using var bus = new Bus();
        using var repl = RunningTool.Start(bus.Arguments("repl"));
        repl.Type("nonsense\nsend 0xZZ\non 0xZZ\nwait 0x123 999\nthrow 'away'\n)\nif (1) {\n 'two ' + 'lines'\n}\n(Get-CanDevice).State\n");
        repl.CloseInput();
        var result = await repl.EndAsync();

        Assert.Equal(0, result.ExitStatus);
        Assert.Equal(["two lines", "Connected"], result.Lines);
        Assert.Contains("'nonsense' is not recognized", result.Error, StringComparison.Ordinal);
        Assert.Contains("'0xZZ' is not a CAN id", result.Error, StringComparison.Ordinal);
        Assert.Contains("'999' is not a byte", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_being_typed_survives_the_frames_that_come()
    {
        await using var bus = new Bus();
        using var terminal = StartInTerminal(bus);
        await terminal.OutputAsync("caneth> ");
        terminal.Type("on 0x123\r");
        var place = await terminal.OutputAsync("watch #1");
        terminal.Type("Get-CanDev");
        place = await terminal.OutputAsync("caneth> Get-CanDev", place);
        bus.Gateway.Send(new CanFrame(0x123, [0xAB]));
        place = await terminal.OutputAsync("data=AB", place);
        place = await terminal.OutputAsync("caneth> Get-CanDev", place);
        terminal.Type("\t");
        place = await terminal.OutputAsync("caneth> Get-CanDevice", place);
        terminal.Type("\r");
        place = await terminal.OutputAsync("Connected", place);

        terminal.Type("'one'\r");
        place = await terminal.OutputAsync("\none", place);
        terminal.Type("\e[A\e[D\e[DXX\e[H\e[F\r");
        place = await terminal.OutputAsync("\nonXXe", place);
        terminal.Type("nonsense");
        place = await terminal.OutputAsync("> nonsense", place);
        terminal.Type("\u0003'still' + ' here'\r");
        place = await terminal.OutputAsync("\nstill here", place);
        await terminal.OutputAsync("caneth> ", place);
        terminal.Type("\u0004");

        Assert.Equal(0, (await terminal.EndAsync()).ExitStatus);
        await bus.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task Ctrl_C_stops_what_runs_and_on_an_empty_line_ends_it()
    {
        await using var bus = new Bus();
        using var terminal = StartInTerminal(bus);
        await terminal.OutputAsync("caneth> ");
        bus.Repeat(new CanFrame(0x123, [0xAB]));
        terminal.Type("Receive-CanFrame\r");
        var place = await terminal.OutputAsync("1 AB");
        terminal.Type("\u0003");
        await terminal.OutputAsync("caneth> ", place);
        terminal.Type("\u0003");

        Assert.Equal(0, (await terminal.EndAsync()).ExitStatus);
        await bus.WaitUntilEmptyAsync();
    }

    [Theory]
    [InlineData("'ready'\nquit\n")]
    [InlineData("'ready'\n'and'; Receive-CanFrame\nquit\n")]
    [InlineData("'ready'\n")]
    public async Task However_many_Ctrl_C_come_and_whenever_its_status_is_0_and_it_ends_soon(string lines)
    {
        // The module waits so long for a device that does not end; this one does.
        var longest = TimeSpan.FromSeconds(3);
        await using var bus = new Bus();
        using var repl = RunningTool.Start(bus.Arguments("repl"));
        repl.Type(lines);
        await repl.OutputAsync("ready");
        var clock = Stopwatch.StartNew();
        await repl.InterruptUntilItEndsAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, longest);
        Assert.Equal(0, (await repl.EndAsync()).ExitStatus);
        await bus.WaitUntilEmptyAsync();
    }

    // script(1) of util-linux gives the command a pseudo-terminal. It starts a shell in it, which has to give way to the command:
    // a shell that stays, as some do, is in the terminal too, and Ctrl+C ends it before the command has answered.
    private static RunningTool StartInTerminal(Bus bus)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no script(1) to make a pseudo-terminal with.");
        var command = "exec " + string.Join(' ', [BuiltTool.Executable, .. bus.Arguments("repl")]);
        return RunningTool.StartProgram("/usr/bin/script", ["-qec", command, "/dev/null"], start =>
        {
            start.Environment["TERM"] = "xterm";
            start.Environment["NO_COLOR"] = "1";
        });
    }
}
