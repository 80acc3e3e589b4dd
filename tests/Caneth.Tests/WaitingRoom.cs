using System.Diagnostics;
using System.Management.Automation;
using Caneth.Recording;
using Caneth.Simulation;
using Caneth.Tests.Logs;

namespace Caneth.Tests;

/// <summary>
/// A shell in which every cmdlet finds something to wait for: the device 'here', where nothing comes, the device 'gone', whose
/// link is down with a frame to send, a gateway that does not answer, logs that take long, and a disk that hangs.
/// </summary>
internal sealed class WaitingRoom : IAsyncDisposable
{
    private const string OfHangingDisk = "Stop-CanRecording";

    private readonly GatewaySimulator lost = GatewaySimulator.Start();
    private readonly UnansweredPort unanswered = new();
    private readonly LogFolder folder = new();
    private readonly TaskCompletionSource disk = new();
    private CanRecording? recording;

    private WaitingRoom()
    {
    }

    /// <summary>Opens the room.</summary>
    /// <param name="command">The command that is to wait in it.</param>
    public static async Task<WaitingRoom> OpenAsync(string command)
    {
        var room = new WaitingRoom();
        room.Shell.Run("$global:pause, $global:target, $global:silent, $global:unanswered = $args",
            room.folder.Write("pause.log", "(1.0) can0 123#01\n(4000.0) can0 123#02\n"), room.folder.Of("target.log"),
            room.folder.Pipe("silent.log"), room.unanswered.Number);
        room.Shell.Connect(room.lost, "-Name gone -ReconnectDelay 60 -ReconnectDelayMax 60");
        room.Shell.Connect(room.Here, "-Name here");
        room.lost.StopListening();
        room.lost.DisconnectClients(reset: true);
        room.Shell.Run("while ((Get-CanDevice gone).State -ne 'Reconnecting') { }; Send-CanFrame 0x100 -Device gone -NoWait");
        if (command == OfHangingDisk)
        {
            await room.HangDiskAsync();
        }

        return room;
    }

    /// <summary>A command for each kind of waiting for a device.</summary>
    public static TheoryData<string> Commands =>
    [
        "Receive-CanFrame",
        "Receive-CanFrame -Lossless",
        "Receive-CanFrame | Export-CanLog $target",
        "Wait-CanFrame 0x123",
        "Request-CanFrame 0x123 -ReplyId 0x124 -Timeout 100",
        "Send-CanLog $pause",
        "Send-CanFrame 0x123 -Device gone -Timeout 100",
        "1..112 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -Device gone -Timeout 100",
        "Disconnect-CanDevice gone -Timeout 100",
        "Connect-CanDevice 127.0.0.1 -Port $unanswered -Timeout 100",
        OfHangingDisk,
        .. LogFolder.HasPipes ? (IEnumerable<string>)["Import-CanLog $silent", "Send-CanLog $silent"] : [],
    ];

    public Shell Shell { get; } = new();

    /// <summary>The gateway of the device 'here'.</summary>
    public GatewaySimulator Here { get; } = GatewaySimulator.Start();

    /// <summary>Begins a command.</summary>
    /// <returns>Its pipeline, when it has come to the command, and its end.</returns>
    public async Task<(PowerShell Pipeline, Task End)> BeginAsync(string command)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Shell.Run("$global:started = $args[0]", started);
        var pipeline = Shell.Pipeline("$started.SetResult(); " + command);
        var end = pipeline.InvokeAsync();
        await started.Task.WaitAsync(TestContext.Current.CancellationToken);
        return (pipeline, end);
    }

    /// <summary>Waits until nobody is connected any more.</summary>
    public async Task IsEmptyAsync()
    {
        var patience = Stopwatch.StartNew();
        while (Here.Clients + lost.Clients > 0 && patience.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Yield();
        }

        Assert.Equal(0, Here.Clients + lost.Clients);
    }

    public async ValueTask DisposeAsync()
    {
        disk.TrySetResult();
        folder.Release("silent.log");
        Shell.Dispose();
        await (recording?.Completion ?? Task.CompletedTask);
        await Here.DisposeAsync();
        await lost.DisposeAsync();
        unanswered.Dispose();
        folder.Dispose();
    }

    // What happened to the files of a recording is told on the thread that writes them.
    private async Task HangDiskAsync()
    {
        recording = Assert.Single(Shell.Run<CanRecording>("Start-CanRecording $target -Device here -MaxSize 1 -MaxFiles 1"));
        var hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        recording.EventHappened += (_, _) =>
        {
            hanging.TrySetResult();
            disk.Task.Wait();
        };
        Here.Send([.. Enumerable.Range(1, 200).Select(number => new CanFrame((uint)number))]);
        await hanging.Task.WaitAsync(TestContext.Current.CancellationToken);
    }
}
