using System.CommandLine;
using System.Management.Automation;
using Caneth.Tool.Engine;
using Caneth.Tool.Frames;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth watch</c>: shows frames until Ctrl+C.</summary>
internal sealed class WatchVerb(DeviceOptions device)
{
    private const string Text = "text";
    private const string Table = "table";

    private readonly FilterOptions filter = new();
    private readonly Option<long?> count = new("--count") { Description = "End after so many frames.", HelpName = "n" };
    private readonly Option<string> duration = new("--duration") { Description = "End after so long.", HelpName = "seconds" };

    private readonly Option<string> format = new Option<string>("--format")
    {
        Description = "text is what the Python tool of this name prints; candump, csv and json can be read again.",
        DefaultValueFactory = _ => Text,
    }.AcceptOnlyFromAmong(Text, Table, "candump", "csv", "json");

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("watch", "Show frames as they come, until Ctrl+C.") { format, count, duration };
        filter.AddTo(verb, idRequired: false);
        verb.SetAction(parsed => Workbench.Run(device.Read(parsed), bench => Run(bench, parsed)));
        return device.RequiredBy(verb);
    }

    private int Run(Workbench bench, ParseResult parsed)
    {
        var parameters = filter.Read(parsed)
            .Append(("Count", parsed.GetValue(count)))
            .Append(("Duration", parsed.GetValue(duration))).ToList();
        bench.Check("Receive-CanFrame", parameters);
        bench.Connect();
        bench.Tell("Watching for frames (Ctrl+C to end).");
        using var pipeline = bench.Pipeline("Receive-CanFrame", parameters);
        pipeline.Streams.Error.DataAdded += (errors, added) =>
            bench.TellError(((PSDataCollection<ErrorRecord>)errors!)[added.Index]);
        var endedByItself = Watch(pipeline, bench, parsed.GetRequiredValue(format));
        return endedByItself && pipeline.Streams.Error.Count > 0 ? ExitStatus.Failed : ExitStatus.Done;
    }

    /// <returns>Whether it ended by itself.</returns>
    private static bool Watch(PowerShell pipeline, Workbench bench, string format)
    {
        try
        {
            if (format == Table)
            {
                pipeline.AddCommand("Out-Default");
                Shell.Collect(pipeline, bench.Stop);
            }
            else
            {
                FrameStream.Run(pipeline, Writer(bench.Shell, format), bench.Stop);
            }

            return true;
        }
        catch (RuntimeException) when (bench.Stop.IsCancellationRequested)
        {
            // Ctrl+C is how it ends.
            return false;
        }
        catch (Exception failure) when (failure is IOException || failure.GetBaseException() is IOException)
        {
            // Who read the frames has seen enough.
            return false;
        }
        catch (RuntimeException failure)
        {
            throw CommandFailure.Of(failure);
        }
    }

    private static IFrameWriter Writer(Shell shell, string format)
    {
        var output = StandardOutput.Open();
        return format == Text
            ? new TextFrameWriter(output)
            : LogFrameWriter.Open(shell, format == "json" ? "jsonl" : format, output);
    }
}
