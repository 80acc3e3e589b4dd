using System.Collections.Concurrent;
using Caneth.Conversion;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>What could not be read of logs, until a cmdlet says so.</summary>
internal sealed class LogProblems
{
    // A file of another kind, read with -Format, can hold a million lines that cannot be read.
    private const int MostShown = 100;

    private readonly ConcurrentQueue<MalformedEntry> malformed = new();
    private readonly Dictionary<string, long> shown = [];

    /// <summary>Takes what could not be read; for any thread.</summary>
    public void Add(MalformedEntry entry) => malformed.Enqueue(entry);

    /// <summary>Hands over what could not be read since the last call; beyond the first hundred of a file as a detail.</summary>
    public void Report(Action<string> warn, Action<string> detail)
    {
        while (malformed.TryDequeue(out var entry))
        {
            var file = entry.Path ?? "";
            var number = shown[file] = shown.GetValueOrDefault(file) + 1;
            (number <= MostShown ? warn : detail)(entry.ToString());
        }
    }

    /// <summary>
    /// Hands over what there is to say at the end of a file: how much could not be read, or not be kept in frames, and of which part of it
    /// nothing is known; where all is well, that only as a detail.
    /// </summary>
    /// <param name="log">The file, which has ended.</param>
    /// <param name="warn">Takes what everybody is to know.</param>
    /// <param name="detail">Takes what those are to know who ask.</param>
    public static void ReportEnd(ConvertedLog log, Action<string> warn, Action<string> detail)
    {
        if (log.MalformedCount > 1)
        {
            warn(log.MalformedCount > MostShown ? ModuleMessages.MoreMalformed(log.Path, MostShown, log.MalformedCount)
                : ModuleMessages.Malformed(log.Path, log.MalformedCount));
        }

        if (log.Losses.Count > 0)
        {
            warn(ModuleMessages.NotInFrames(log.Path, log.Losses));
        }

        if (log.BytesPassedOver > 0)
        {
            (log.MalformedCount > 0 || log.Losses.Count > 0 ? warn : detail)(ModuleMessages.PassedOver(log.Path, log.BytesPassedOver));
        }
    }
}
