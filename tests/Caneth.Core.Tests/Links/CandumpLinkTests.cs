using Caneth.Links.Candump;
using Caneth.Links.Schemes;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>
/// Sessions with another computer's candump and cansend. A script stands for ssh, and gives what it is told to a shell of this computer; others
/// stand for can-utils, with a pipe for their bus.
/// </summary>
public sealed class CandumpLinkTests : IDisposable
{
    // The shell finds an interface of that name everywhere.
    private const string Bus = "lo";
    private const string Address = "candump+ssh://pi@raspberry.invalid:2222/";

    // What ssh does: the last argument is for the shell of the other side.
    private const string LogsIn = """
        printf '%s\n' "$@" > "$folder/arguments"
        for command; do :; done
        PATH="$folder:$PATH" exec sh -c "$command"
        """;

    private const string Dumps = """
        echo "(1769867100.000000) can0 123#1122 R"
        exec cat <> "$folder/bus"
        """;

    private const string Sends = """
        echo "$*" >> "$folder/sent"
        echo "(1769867100.100000) can0 $2 T" > "$folder/bus"
        echo "(1769867100.200000) can0 7FF#01 T" > "$folder/bus"
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Frames_come_from_candump_and_go_to_cansend_and_what_comes_back_is_not_received()
    {
        Install(LogsIn, Dumps, Sends);
        await using (var open = Open())
        {
            await open.Session.BecomesAsync(CanSessionState.Connected);
            Assert.Equal("123#1122", Assert.Single(await open.Reader.ReadAsync(1)).ToShortString());
            await open.SendAsync(new(0x100, [1, 2]), CanFrame.Parse("12345678##311"), CanFrame.CreateRemote(0x7F0, 4));
            Assert.Equal(["7FF#01", "7FF#01", "7FF#01"], (await open.Reader.ReadAsync(3)).Select(frame => frame.ToShortString()));
        }

        Assert.Equal([$"{Bus} 100#0102", $"{Bus} 12345678##311", $"{Bus} 7F0#R4"], await File.ReadAllLinesAsync(folder.Of("sent"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Ssh_is_told_to_ask_nothing_and_gets_the_command_as_one_argument()
    {
        Install(LogsIn, Dumps, Sends);
        await using var open = Open();
        await open.Session.BecomesAsync(CanSessionState.Connected);
        var arguments = await File.ReadAllLinesAsync(folder.Of("arguments"), TestContext.Current.CancellationToken);
        Assert.Equal(["-p", "2222", "--", "pi@raspberry.invalid"], arguments[^5..^1]);
        Assert.Contains("BatchMode=yes", arguments);
        Assert.Contains($"candump -x -d -L {Bus},0:0,#FFFFFFFF", arguments[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_given_to_cansend_is_sent_before_the_session_ends()
    {
        Install(LogsIn, Dumps, $"sleep 0.1\n{Sends}");
        var open = Open();
        await open.Session.BecomesAsync(CanSessionState.Connected);
        await open.SendAsync(new(0x100), new(0x200), new(0x300));
        await open.DisposeAsync();
        Assert.Equal(3, File.ReadAllLines(folder.Of("sent")).Length);
    }

    [Fact]
    public async Task What_cansend_does_not_send_is_counted_and_what_it_says_is_an_event()
    {
        Install(LogsIn, Dumps, "echo 'write: No buffer space available' >&2; exit 1");
        await using var open = Open();
        await open.Session.BecomesAsync(CanSessionState.Connected);
        await open.SendAsync(new CanFrame(0x100));
        Assert.Contains("'write: No buffer space available'", (await open.Session.HappensAsync(SessionEventKind.PeerError)).Message, StringComparison.Ordinal);
        await Waiting.Until(() => open.Session.Statistics.FramesRefused == 1);
    }

    [Fact]
    public async Task No_more_frames_are_on_their_way_to_cansend_than_a_few()
    {
        Install(LogsIn, Dumps, "while [ ! -e \"$folder/go\" ]; do sleep 0.01; done");
        await using var open = Open();
        await open.Session.BecomesAsync(CanSessionState.Connected);
        var sending = open.SendAsync([.. Enumerable.Repeat(new CanFrame(0x100), CandumpConnector.MaxUnderWay + 4)]);
        await Waiting.Until(() => open.Session.FramesPending == 4);
        Assert.False(sending.IsCompleted);
        folder.Write("go", "");
        await sending;
    }

    [Fact]
    public async Task A_candump_that_ends_is_a_break_with_what_it_said()
    {
        Install(LogsIn, "echo 'SIOCGIFINDEX: No such device' >&2; exit 1", Sends);
        await using var open = Open();
        Assert.Contains("'SIOCGIFINDEX: No such device'", (await open.Session.HappensAsync(SessionEventKind.Lost)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'pi@raspberry.invalid: Permission denied (publickey).' >&2; exit 255", "Permission denied (publickey).")]
    [InlineData("exit 255", "status 255")]
    public async Task What_ssh_says_when_it_does_not_get_in_is_said_with_what_to_do(string script, string words)
    {
        Install(script, Dumps, Sends);
        await using var open = Open();
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Equal(SessionError.ConnectFailed, error.Error);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
        Assert.Contains($"ssh -p 2222 pi@raspberry.invalid candump {Bus}", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_computer_without_can_utils_says_so()
    {
        Install(LogsIn.Replace("PATH=\"$folder:$PATH\" exec sh", "PATH=\"$folder\" exec /bin/sh", StringComparison.Ordinal), Dumps, Sends);
        File.Delete(folder.Of("candump"));
        File.CreateSymbolicLink(folder.Of("sh"), "/bin/sh");
        await using var open = Open();
        Assert.Contains("candump is not there", (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_that_it_does_not_have_is_an_error_that_names_those_that_it_has()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The names of interfaces are where Linux has them.");
        Install(LogsIn, Dumps, Sends);
        await using var open = Open("caneth9");
        var error = (await open.Session.HappensAsync(SessionEventKind.ConnectFailed)).Error!;
        Assert.Matches("has no interface caneth9: .*\\blo\\b", error.Message);
    }

    /// <summary>Installs what stands for ssh, candump and cansend.</summary>
    private void Install(string ssh, string candump, string cansend)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scripts are for the shell of other systems.");
        Fifo.Make(folder.Of("bus"));
        foreach (var (name, script) in new[] { ("ssh", ssh), ("candump", candump), ("cansend", cansend) })
        {
            var path = folder.Write(name, $"#!/bin/sh\nfolder='{folder.Path}'\n{script}");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    private PeerSession Open(string bus = Bus)
    {
        FrameSubscription? reader = null;
        var session = CanSession.Open(new()
        {
            Connector = context => new CandumpConnector(CanLinkType.ParseAddress(Address + bus), new(), context, folder.Of("ssh")),
            Name = "bench",
            ReconnectDelay = TimeSpan.FromSeconds(10),
            ReconnectDelayMax = TimeSpan.FromSeconds(10),
            BeforeConnecting = session => reader = session.Subscribe(),
        });
        return new(session, reader!);
    }
}
