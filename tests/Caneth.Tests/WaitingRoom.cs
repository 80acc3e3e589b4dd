using System.Diagnostics;
using System.Management.Automation;
using Caneth.Simulation;
using Caneth.Tests.Logs;

namespace Caneth.Tests;

/// <summary>
/// A shell in which every cmdlet finds something to wait for: the device 'here', where nothing comes, the device 'gone', whose
/// link is down with a frame to send, and logs that take long.
/// </summary>
internal sealed class WaitingRoom : IAsyncDisposable
{
    private readonly GatewaySimulator lost = GatewaySimulator.Start();
    private readonly LogFolder folder = new();

    public WaitingRoom()
    {
        var pause = folder.Write("pause.log", "(1.0) can0 123#01\n(4000.0) can0 123#02\n");
        Shell.Run("""
            $global:pause, $global:target, $here, $lost = $args
            $null = Connect-CanDevice 127.0.0.1 -Port $lost -Name gone -ReconnectDelay 60 -ReconnectDelayMax 60
            $null = Connect-CanDevice 127.0.0.1 -Port $here -Name here
            """, pause, folder.Of("target.log"), Here.Port, lost.Port);
        lost.StopListening();
        lost.DisconnectClients(reset: true);
        Shell.Run("while ((Get-CanDevice gone).State -ne 'Reconnecting') { }; Send-CanFrame 0x100 -Device gone -NoWait");
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
        Shell.Dispose();
        await Here.DisposeAsync();
        await lost.DisposeAsync();
        folder.Dispose();
    }
}
