using Caneth.Links.Schemes;
using Caneth.Links.Serial;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions with an SLCAN adapter at a serial port of this computer, which is one end of a pseudo-terminal.</summary>
public sealed class SerialLinkTests
{
    [Fact]
    public async Task An_adapter_at_a_serial_port_is_set_up_and_takes_and_brings_frames()
    {
        using var terminal = NewTerminal();
        await using var open = Open($"slcan://{terminal.Port}?bitrate=500000&time=host");
        await AnswerAsync(terminal, "C\r", "S6\r", "O\r");
        await open.Session.BecomesAsync(CanSessionState.Connected);
        await terminal.SayAsync("t12321122\r\nT1234567810F\r");
        Assert.Equal(["123#1122", "12345678#0F"], (await open.Reader.ReadAsync(2)).Select(frame => frame.ToShortString()));
        var sending = open.SendAsync(new(0x100), new(0x200, [0x0A, 0x0D, 0x03, 0x11]));
        await AnswerAsync(terminal, "t1000\r", "t20040A0D0311\r");
        await sending;
        Assert.Equal(("slcan", $"slcan://{terminal.Port}?bitrate=500000&time=host"), (open.Session.Link, open.Session.Address.Uri));
    }

    [Fact]
    public async Task An_adapter_that_starts_when_its_port_is_opened_is_waited_for()
    {
        using var terminal = NewTerminal();
        await using var open = Open($"slcan://{terminal.Port}?time=host");
        await terminal.HearAsync("C\r");
        await AnswerAsync(terminal, "C\r", "O\r");
        await open.Session.BecomesAsync(CanSessionState.Connected);
    }

    [Fact]
    public async Task An_adapter_that_is_unplugged_is_a_break_in_words()
    {
        var terminal = NewTerminal();
        await using var open = Open($"slcan://{terminal.Port}?time=host");
        await AnswerAsync(terminal, "C\r", "O\r");
        await open.Session.BecomesAsync(CanSessionState.Connected);
        terminal.Dispose();
        Assert.Contains("unplugged", (await open.Session.HappensAsync(SessionEventKind.Lost)).Message, StringComparison.Ordinal);
        var again = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Contains(terminal.Port, again.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bus_is_closed_with_the_session()
    {
        using var terminal = NewTerminal();
        await using (var open = Open($"slcan://{terminal.Port}?time=host"))
        {
            await AnswerAsync(terminal, "C\r", "O\r");
            await open.Session.BecomesAsync(CanSessionState.Connected);
        }

        await terminal.HearAsync("C\r");
    }

    [Fact]
    public async Task What_is_no_serial_port_is_refused_with_the_reason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names are those of Linux.");
        using var folder = new TemporaryFolder();
        Assert.Contains("there is none of that name", await FailureOf(folder.Of("missing")), StringComparison.Ordinal);
        Assert.Contains("it is no serial port", await FailureOf(folder.Write("file", "x")), StringComparison.Ordinal);
    }

    [Fact]
    public void Ports_are_known_by_their_names_and_by_those_that_last()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The names are not those of Windows.");
        using var folder = new TemporaryFolder();
        foreach (var terminal in new[] { "ttyUSB0", "ttyACM1", "ttyS0", "ttyS1" })
        {
            Directory.CreateDirectory(folder.Of("tty", terminal, "device"));
        }

        // A console is no device, and at ttyS1 there is nothing.
        Directory.CreateDirectory(folder.Of("tty", "console"));
        File.WriteAllText(folder.Of("tty", "ttyS0", "type"), "4\n");
        File.WriteAllText(folder.Of("tty", "ttyS1", "type"), "0\n");
        Assert.Equal(["/dev/ttyACM1", "/dev/ttyS0", "/dev/ttyUSB0"], SerialPorts.NamesOfLinux(folder.Of("tty"), folder.Of("by-id")));

        // What an address cannot say is not offered.
        Directory.CreateDirectory(folder.Of("by-id", "usb-CANable_0031-if00"));
        Directory.CreateDirectory(folder.Of("by-id", "with a blank"));
        Assert.Equal(folder.Of("by-id", "usb-CANable_0031-if00"), SerialPorts.NamesOfLinux(folder.Of("tty"), folder.Of("by-id"))[^1]);
        Assert.Empty(SerialPorts.NamesOfLinux(folder.Of("none"), folder.Of("none")));
    }

    private static PseudoTerminal NewTerminal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pseudo-terminals are those of Linux.");
        return new();
    }

    private static async Task AnswerAsync(PseudoTerminal terminal, params string[] commands)
    {
        foreach (var command in commands)
        {
            await terminal.HearAsync(command);
            await terminal.SayAsync("\r");
        }
    }

    private static async Task<string> FailureOf(string path)
    {
        await using var open = Open($"slcan://{path}");
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.ConnectFailed, error.Error);
        Assert.NotEmpty(error.Recommendation!);
        return error.Message;
    }

    private static PeerSession Open(string address)
    {
        FrameSubscription? reader = null;
        var session = CanSession.Open(new()
        {
            Address = CanLinkType.ParseAddress(address),
            Name = "bench",
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
            BeforeConnecting = session => reader = session.Subscribe(),
        });
        return new(session, reader!);
    }
}
