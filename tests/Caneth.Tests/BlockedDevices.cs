using System.Management.Automation;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>
/// A shell in which every cmdlet finds something to wait for: the device 'here', where nothing comes, the device 'gone', whose
/// link is down with a frame to send, a gateway that does not answer, logs that take long, and a disk that hangs.
/// </summary>
internal sealed class BlockedDevices : IAsyncDisposable
{
    private const string OwnDatabase = "-Database ([Caneth.Simulation.VehicleTraffic]::Database)";

    private const string OfHangingDisk = "Stop-CanRecording";

    private readonly GatewaySimulator lost = GatewaySimulator.Start();
    private readonly UnresponsiveListener unanswered = new();
    private readonly TemporaryFolder folder = new();
    private readonly string silent;
    private HangingRecording? recording;

    private BlockedDevices()
    {
        silent = folder.Of("silent.log");
        if (Fifo.Exist)
        {
            Fifo.Make(silent);
        }
    }

    /// <summary>Opens the room.</summary>
    /// <param name="command">The command that is to wait in it.</param>
    public static async Task<BlockedDevices> OpenAsync(string command)
    {
        var room = new BlockedDevices();
        room.Shell.Run("$global:pause, $global:target, $global:silent, $global:unanswered = $args",
            room.folder.Write("pause.log", "(1.0) can0 123#01\n(4000.0) can0 123#02\n"), room.folder.Of("target.log"),
            room.silent, room.unanswered.Port);
        room.Shell.Connect(room.lost, "-Name gone -ReconnectDelay 60 -ReconnectDelayMax 60");
        room.Shell.Connect(room.Here, "-Name here");
        room.lost.StopListening();
        room.lost.DisconnectClients(reset: true);
        room.Shell.Run("while ((Get-CanDevice gone).State -ne 'Reconnecting') { }; Send-CanFrame 0x100 -Device gone -NoWait");
        if (command == OfHangingDisk)
        {
            room.recording = await HangingRecording.StartAsync(room.Shell, room.Here, room.folder.Of("target.log"), "here");
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
        "Wait-CanDevice nobody -Timeout 100",
        $"Receive-CanMessage {OwnDatabase}",
        $"Wait-CanMessage {OwnDatabase}",
        $"Wait-CanSignal VehicleSpeed {OwnDatabase}",
        "Request-CanFrame 0x123 -ReplyId 0x124 -Timeout 100",
        "Send-CanLog $pause",
        "Send-CanFrame 0x123 -Device gone -Timeout 100",
        "1..112 | ForEach-Object { New-CanFrame $_ } | Send-CanFrame -Atomic -Device gone -Timeout 100",
        "Disconnect-CanDevice gone -Timeout 100",
        "Connect-CanDevice 127.0.0.1 -Port $unanswered -Timeout 100",
        OfHangingDisk,
        .. Fifo.Exist ? (IEnumerable<string>)["Import-CanLog $silent", "Send-CanLog $silent", "Convert-CanLog $silent $target"] : [],
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
        await Here.IsEmptyAsync();
        await lost.IsEmptyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        recording?.Release();
        if (Fifo.Exist)
        {
            Fifo.Release(silent);
        }

        Shell.Dispose();
        await (recording?.Recording.Completion ?? Task.CompletedTask);
        await Here.DisposeAsync();
        await lost.DisposeAsync();
        unanswered.Dispose();
        folder.Dispose();
    }
}
