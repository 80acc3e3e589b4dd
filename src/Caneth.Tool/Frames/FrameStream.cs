using System.Collections.Concurrent;
using System.Management.Automation;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Frames;

/// <summary>Hands over what a pipeline emits as it comes: each frame at once, and together what came meanwhile.</summary>
internal static class FrameStream
{
    // As many as wait for a slow reader; then the pipeline waits too, and the module counts and tells what is lost.
    private const int MostWaiting = 10_000;

    /// <summary>Runs a pipeline to its end.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="writer">Who gets the frames.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="RuntimeException">An error ended it, or it was stopped.</exception>
    /// <exception cref="IOException">The writer cannot write any more.</exception>
    public static void Run(PowerShell pipeline, IFrameWriter writer, CancellationToken stop)
    {
        using var emitted = new PSDataCollection<PSObject>();
        using var waiting = new BlockingCollection<PSObject>(MostWaiting);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        emitted.DataAdded += (_, _) => Pass(emitted, waiting, ended.Token);
        var running = pipeline.BeginInvoke<PSObject, PSObject>(null, emitted, null, _ => waiting.CompleteAdding(), null);
        using var stopping = Shell.StopWith(pipeline, stop);
        try
        {
            WriteAll(waiting, writer);
        }
        catch
        {
            ended.Cancel();
            pipeline.Stop();
            throw;
        }

        pipeline.EndInvoke(running);
    }

    private static void Pass(PSDataCollection<PSObject> emitted, BlockingCollection<PSObject> waiting, CancellationToken ended)
    {
        try
        {
            foreach (var frame in emitted.ReadAll())
            {
                waiting.Add(frame, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants them any more.
        }
    }

    private static void WriteAll(BlockingCollection<PSObject> waiting, IFrameWriter writer)
    {
        var batch = new List<PSObject>();
        foreach (var first in waiting.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MostWaiting && waiting.TryTake(out var next))
            {
                batch.Add(next);
            }

            writer.Write(batch);
        }
    }
}
