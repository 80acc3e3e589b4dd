using System.Diagnostics;
using System.Globalization;

namespace Caneth.Tests;

public sealed class ReplTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_words_of_the_Python_console_work_as_typed_there()
    {
        await using var bus = new Bus();
        using var recording = bus.Gateway.Capture();
        using var repl = RunningTool.Start(bus.Arguments("repl"));
        repl.Type("send 0x123 \"01 02\" ext rtr\nsend 0x123 01-02\nsend 291 0A std\nlist\n");
        await repl.OutputAsync("(none)");
        Assert.Equal(["00000123#R2", "123#0102", "123#0A"], (await recording.WaitForAsync(3, Stop)).Select(frame => frame.ToShortString()));

        repl.Type("on 0x123 0x01\nwatch\nlist\n");
        var listed = await repl.OutputAsync("  #1   id=0x123 d0=0x01");
        bus.Gateway.Send([new(0x123, [2]), new(0x123, [1, 0xFF])]);
        await repl.OutputAsync("[RX] CANFrame(id=0x123, ext=0, type=DATA, dlc=1, data=[02])", listed);
        await repl.OutputAsync("[match id=0x123 d0=0x01] id=0x123 dlc=2 data=01 FF", listed);

        repl.Type("unwatch\nunwatch\n");
        var notWatching = await repl.OutputAsync("Global watch is not active.", listed);
        await repl.OutputAsync("Still watching: #1. 'unwatch 1' ends #1, 'unwatch all' ends all", notWatching);
        repl.Type("unwatch 1\nunwatch 1\nunwatch all\nlist\n");
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
        using var terminal = await WatchAsync(bus);
        terminal.Type("Get-CanDev");
        await terminal.SeeLastAsync("caneth> Get-CanDev");
        for (byte number = 0xA0; number < 0xA5; number++)
        {
            bus.Gateway.Send(new CanFrame(0x123, [number]));
            await terminal.SeeAsync(rows => rows[^2] == $"[match id=0x123] id=0x123 dlc=1 data={number:X2}" && rows[^1] == "caneth> Get-CanDev",
                "the frame above the line");
        }

        Assert.Equal(5, terminal.Rows.Count(row => row.StartsWith("[match", StringComparison.Ordinal)));
        Assert.Single(terminal.Rows, row => row.Contains("Get-CanDev", StringComparison.Ordinal));
        terminal.Type("\t");
        await terminal.SeeLastAsync("caneth> Get-CanDevice");
        bus.Gateway.Send(new CanFrame(0x123, [0xFF]));
        await terminal.SeeAsync(rows => rows[^2].EndsWith("data=FF", StringComparison.Ordinal) && rows[^1] == "caneth> Get-CanDevice", "the frame above the completed line");
        terminal.Type("\r");
        await terminal.SeeAsync(rows => rows.Any(row => row.Contains("Connected", StringComparison.Ordinal) && row.Contains("127.0.0.1:", StringComparison.Ordinal))
            && rows[^1] == "caneth>", "the device");
    }

    [Fact]
    public async Task A_line_wider_than_the_terminal_survives_them_too()
    {
        await using var bus = new Bus();
        using var terminal = await WatchAsync(bus);
        var words = string.Concat(Enumerable.Repeat("abcdefghi ", 12)).TrimEnd();
        var line = $"caneth> '{words}'";
        string[] wrapped = [line[..Screen.Width].TrimEnd(), line[Screen.Width..]];
        terminal.Type($"'{words}'");
        await terminal.SeeAsync(rows => rows.TakeLast(2).SequenceEqual(wrapped), "the line");
        for (byte number = 0; number < 30; number += 5)
        {
            bus.Gateway.Send([.. Enumerable.Range(number, 5).Select(value => new CanFrame(0x123, [(byte)value]))]);
            await terminal.SeeAsync(rows => rows[^3].EndsWith($"data={number + 4:X2}", StringComparison.Ordinal) && rows.TakeLast(2).SequenceEqual(wrapped),
                "the frames above the line");
        }

        terminal.Type("\r");
        await terminal.SeeAsync(rows => rows[^1] == "caneth>" && $"{rows[^3]} {rows[^2]}" == words, "what the line says");
    }

    [Fact]
    public async Task It_has_the_keys_of_PowerShell()
    {
        await using var bus = new Bus();
        using var terminal = Terminal.Start(bus.Arguments("repl"));
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("'one'\r");
        await terminal.SeeAsync(rows => rows[^2..] is ["one", "caneth>"], "one");
        terminal.Type("\e[A\e[D\e[DXX\e[H\e[F\r");
        await terminal.SeeAsync(rows => rows[^2..] is ["onXXe", "caneth>"], "the line from before, changed");
        terminal.Type("nonsense");
        await terminal.SeeLastAsync("caneth> nonsense");
        terminal.Type("\u0003");
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("'still' + ' here'\r");
        await terminal.SeeAsync("still here");
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("\u0004");

        Assert.Equal(0, await terminal.EndAsync());
        await bus.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task Ctrl_C_stops_what_runs_and_on_an_empty_line_ends_it()
    {
        await using var bus = new Bus();
        using var terminal = Terminal.Start(bus.Arguments("repl"));
        await terminal.SeeLastAsync("caneth>");
        bus.Repeat(new CanFrame(0x123, [0xAB]));
        terminal.Type("Receive-CanFrame\r");
        await terminal.SeeAsync(rows => rows.Any(row => row.EndsWith("1 AB", StringComparison.Ordinal)), "frames");
        terminal.Type("\u0003");
        await terminal.SeeLastAsync("caneth>");

        // The prompt is there a moment before somebody reads keys, and Ctrl+C is a key only then.
        terminal.Type("x");
        await terminal.SeeLastAsync("caneth> x");
        terminal.Type("\b");
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("\u0003");

        Assert.Equal(0, await terminal.EndAsync());
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
        var result = await repl.EndAsync();
        Assert.True(result.ExitStatus == 0, $"Its status is {result.ExitStatus}. {result.Error}");
        await bus.WaitUntilEmptyAsync();
    }

    [Fact]
    public async Task What_handlers_show_while_the_bus_is_watched_comes_when_the_table_is_gone()
    {
        await using var bus = new Bus();
        using var terminal = Terminal.Start(bus.Arguments("repl"));
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("$null = Register-CanHandler 0x124 { $_ | Select-Object HexId; Write-Host 'coloured' -ForegroundColor Red } -MaxTriggerCount 1; $null = Watch-CanBus\r");
        bus.Repeat(new CanFrame(0x123, [0xAB]));
        await terminal.SeeAsync(rows => Array.Exists(rows, row => row.EndsWith("AB", StringComparison.Ordinal)), "the table");
        bus.Repeat(new CanFrame(0x124, [0xCD]));
        await terminal.SeeAsync(rows => Array.Exists(rows, Counts), "that the handler had its turns");
        Assert.DoesNotContain(terminal.Rows, row => row.Contains("coloured", StringComparison.Ordinal));
        terminal.Type("q");
        await terminal.SeeAsync(rows => rows[^1] == "caneth>" && Array.IndexOf(rows, "124") > 0 && Array.IndexOf(rows, "coloured") > 0, "what it showed");

        static bool Counts(string row) => row.EndsWith("CD", StringComparison.Ordinal)
            && row.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var count, ..] && int.Parse(count, NumberStyles.AllowThousands, CultureInfo.InvariantCulture) > 20;
    }

    private static async Task<Terminal> WatchAsync(Bus bus)
    {
        var terminal = Terminal.Start(bus.Arguments("repl"));
        await terminal.SeeLastAsync("caneth>");
        terminal.Type("on 0x123\r");
        await terminal.SeeAsync(rows => rows[^2..] is ["watch #1: id=0x123", "caneth>"], "that it watches");
        return terminal;
    }
}
