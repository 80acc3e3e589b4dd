using Caneth.Recording;
using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>A recording whose disk hangs until it is released.</summary>
internal sealed class HangingRecording
{
    /// <summary>How many frames it is given.</summary>
    public const int Frames = 200;

    private readonly TaskCompletionSource hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource released = new();

    private HangingRecording(CanRecording recording)
    {
        Recording = recording;

        // What happened to the files of a recording is told on the thread that writes them.
        recording.EventHappened += (_, _) =>
        {
            hanging.TrySetResult();
            released.Task.Wait();
        };
    }

    /// <summary>The recording itself.</summary>
    public CanRecording Recording { get; }

    /// <summary>Starts one, and waits until its disk hangs.</summary>
    public static async Task<HangingRecording> StartAsync(Shell shell, GatewaySimulator gateway, string path, string device)
    {
        var recording = new HangingRecording(Assert.Single(
            shell.Run<CanRecording>("Start-CanRecording $args[0] -Device $args[1] -MaxSize 1 -MaxFiles 1", path, device)));
        gateway.Send([.. Enumerable.Range(1, Frames).Select(number => new CanFrame((uint)number))]);
        await recording.hanging.Task.WaitAsync(TestContext.Current.CancellationToken);
        return recording;
    }

    /// <summary>Lets the disk go on.</summary>
    public void Release() => released.TrySetResult();
}
