using System.CommandLine;
using Caneth.Logs;
using Caneth.Sessions;
using Caneth.Tool.Devices;
using Caneth.Tool.Output;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth watch</c>: shows frames until Ctrl+C.</summary>
internal sealed class WatchVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Show frames as they come, until Ctrl+C.";

    private const string Text = "text";

    private readonly FilterOptions filter = new();

    private readonly ValueOption<long> count = new("--count", Read.Number(1, long.MaxValue))
    {
        Description = "End after N frames.",
        HelpName = "n",
    };

    private readonly ValueOption<TimeSpan> duration = new("--duration", Read.Time)
    {
        Description = "End after N seconds.",
        HelpName = "seconds",
    };

    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = "text is what the Python tool of this name prints; candump, csv and json can be read again.",
        DefaultValueFactory = _ => Text,
    }.AcceptOnlyFromAmong(Text, "table", "candump", "csv", "json");

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("watch", Summary) { format, count, duration };
        filter.AddTo(verb, idRequired: false);
        verb.SetAction(parsed => DeviceContext.Run(device.Settings(parsed), context => RunAsync(context, parsed)));
        return device.RequiredBy(verb);
    }

    private async Task<int> RunAsync(DeviceContext context, ParseResult parsed)
    {
        FrameSubscription? frames = null;
        var wanted = new SubscriptionOptions { Filter = filter.Filter(parsed), Reader = "caneth watch" };
        await using var session = await context.ConnectAsync(opened => frames = opened.Subscribe(wanted)).ConfigureAwait(false);
        context.Tell("Watching for frames (Ctrl+C to end).");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.Stop);
        end.CancelAfter(duration.Of(parsed, Timeout.InfiniteTimeSpan));
        try
        {
            using var writer = Writer(parsed.GetRequiredValue(format), StandardOutput.Open());
            await WriteAsync(frames!, count.Of(parsed, long.MaxValue), writer, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how it ends, or the time is over.
        }
        catch (IOException failure) when (failure is not CanSessionException)
        {
            // Who read the frames has seen enough.
            return ExitStatus.Done;
        }

        return context.HasFailed && !context.Stop.IsCancellationRequested ? ExitStatus.Failed : ExitStatus.Done;
    }

    private static async Task WriteAsync(FrameSubscription frames, long count, IFrameWriter writer, CancellationToken end)
    {
        while (count > 0 && await frames.WaitToReadAsync(end).ConfigureAwait(false))
        {
            var batch = frames.Take();
            batch = batch[..(int)Math.Min(batch.Length, count)];
            writer.Write(batch.Span);
            count -= batch.Length;
        }
    }

    private static IFrameWriter Writer(string format, Stream output) => format switch
    {
        "table" => new TableFrameWriter(output),
        "candump" => new LogFrameWriter(output, LogFormats.Candump),
        "csv" => new LogFrameWriter(output, LogFormats.Csv),
        "json" => new LogFrameWriter(output, LogFormats.JsonLines),
        _ => new TextFrameWriter(output),
    };
}
