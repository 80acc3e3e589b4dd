using System.CommandLine;
using Caneth.Sessions;
using Caneth.Tool.Devices;
using Caneth.Tool.Output;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth wait</c>: waits for a frame and shows it.</summary>
internal sealed class WaitVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Wait for a frame and show it. Exit status 1 when none came in time.";

    private readonly FilterOptions filter = new();

    private readonly ValueOption<TimeSpan> timeout = new("--wait-timeout", Read.Time)
    {
        Description = "How long to wait for the frame; by default without a limit.",
        HelpName = "seconds",
    };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("wait", Summary);
        filter.AddTo(verb, idRequired: true);
        verb.Add(timeout);
        verb.SetAction(parsed => DeviceContext.Run(device.Settings(parsed),
            context => RunAsync(context, filter.Filter(parsed), timeout.Of(parsed, Timeout.InfiniteTimeSpan))));
        return device.RequiredBy(verb);
    }

    private static async Task<int> RunAsync(DeviceContext context, FrameFilter filter, TimeSpan timeout)
    {
        FrameSubscription? frames = null;
        await using var session = await context.ConnectAsync(opened => frames = opened.Subscribe(new() { Filter = filter, Reader = "caneth wait" }))
            .ConfigureAwait(false);
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        timeLimit.CancelAfter(timeout);
        try
        {
            if (await frames!.WaitToReadAsync(timeLimit.Token).ConfigureAwait(false))
            {
                StandardOutput.WriteLine($"Matched: {FrameText.Of(frames.Take().Span[0])}");
                return ExitStatus.Done;
            }

            throw session.LastError ?? (Exception)new CommandFailure($"'{session.Name}' is disconnected.");
        }
        catch (OperationCanceledException) when (!context.Stop.IsCancellationRequested)
        {
            throw new CommandFailure($"No frame matching {filter} came within {timeout.TotalSeconds:0.###} s. {DeviceContext.StateOf(session)}");
        }
    }
}
