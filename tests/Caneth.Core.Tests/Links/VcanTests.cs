using Caneth.Links.Schemes;
using Caneth.Links.SocketCan;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>
/// socketcan:// beside Debian's candump, cansend and canplayer, on a virtual bus of the kernel, or on what stands for one (tests/interop/vcan/run.sh).
/// </summary>
public sealed class VcanTests
{
    private const string Bus = "vcan0";

    private static readonly bool IsStandIn = Environment.GetEnvironmentVariable("VCAN_DIR") is not null;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_cansend_sends_is_received()
    {
        await using var open = await ConnectAsync();
        string[] frames = ["123#1122", "12345678#", "7F0#R4", "123##1000102030405060708090A0B", "001#1122334455667788", "000#"];
        foreach (var frame in frames)
        {
            await RunAsync("cansend", Bus, frame);
        }

        Assert.Equal(frames, (await open.Reader.ReadAsync(frames.Length)).Select(frame => frame.ToShortString()));
    }

    [Fact]
    public async Task An_error_frame_is_counted_and_told()
    {
        await using var open = await ConnectAsync();
        await RunAsync("cansend", Bus, "20000040#0000000000000000");
        Assert.Contains("off the bus", (await open.Session.HappensAsync(SessionEventKind.BusErrors)).Message, StringComparison.Ordinal);
        Assert.Equal(1, open.Session.Statistics.ErrorFrames);
    }

    [Fact]
    public async Task What_is_sent_candump_receives_whole_and_in_its_order()
    {
        await using var open = await ConnectAsync();
        using var candump = RunningProgram.Start("candump", ["-L", Bus]);
        while (candump.Output.Length == 0)
        {
            await RunAsync("cansend", Bus, "7FF#");
        }

        CanFrame[] frames = [new(0x123, [1, 2]), CanFrame.CreateRemote(0x12345678, 4), CanFrame.Parse("123##1112233445566778899AABBCC"), new(0x100)];
        await open.SendAsync(frames);
        await candump.OutputAsync(" 100#\n");
        var seen = candump.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => CanFrame.Parse(line));
        Assert.Equal(frames.Select(frame => frame.ToShortString()), seen.Where(frame => frame.Id != 0x7FF).Select(frame => frame.ToShortString()));
    }

    [Fact]
    public async Task What_canplayer_plays_from_a_log_of_this_library_is_received_frame_for_frame()
    {
        await using var open = await ConnectAsync();
        using var folder = new TemporaryFolder();
        string[] kinds = ["01F#01", "123#1122334455667788", "12345678#", "7F0#R8", "123##1000102030405060708090A0B"];
        CanFrame[] frames = [.. Enumerable.Range(0, 100).Select(number => CanFrame.Parse(kinds[number % kinds.Length]) with { Timestamp = DecoderFeed.Now.AddMilliseconds(number) })];
        await RunAsync("canplayer", "-I", folder.Write("drive.log", frames), $"{Bus}=can0");
        Assert.Equal(frames.Select(frame => frame.ToShortString()), (await open.Reader.ReadAsync(frames.Length)).Select(frame => frame.ToShortString()));
    }

    private static async Task RunAsync(string program, params string[] arguments) =>
        Assert.Equal(0, (await RunningProgram.RunAsync(program, arguments)).ExitStatus);

    private static async Task<PeerSession> ConnectAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && CanInterface.IndexOf(Bus) != 0, $"There is no {Bus}.");
        FrameSubscription? reader = null;
        var session = await CanSession.ConnectAsync(new SessionOptions
        {
            Address = CanLinkType.ParseAddress($"socketcan://{Bus}?fd=on{(IsStandIn ? "&own=off" : "")}"),
            Name = "bench",
            BeforeConnecting = session => reader = session.Subscribe(),
        }, Ending);
        return new(session, reader!);
    }
}
