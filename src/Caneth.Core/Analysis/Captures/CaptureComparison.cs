using System.Globalization;
using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>
/// Finds what frames of a second capture do that those of a first never did: which bit a button changes. Frames are looked at as they
/// come and not kept, so that long captures take no more memory than short ones. Not for several threads at once.
/// </summary>
/// <example>
/// <code>
/// var comparison = new CaptureComparison();
/// foreach (var frame in quiet) comparison.AddReference(frame);
/// foreach (var frame in pressed) comparison.AddDifference(frame);
/// var best = comparison.GetDifferences()[0];
/// </code>
/// </example>
public sealed class CaptureComparison
{
    private readonly DatabaseSet databases;
    private readonly CaptureHistory reference;
    private readonly CaptureHistory difference;

    /// <summary>A comparison that has seen no frame.</summary>
    /// <param name="databases">The databases that know some of the messages; null for none.</param>
    public CaptureComparison(DatabaseSet? databases = null)
    {
        this.databases = databases ?? DatabaseSet.Empty;
        reference = new(this.databases);
        difference = new(this.databases);
    }

    /// <summary>How many frames of the first capture were taken, error frames aside.</summary>
    public long ReferenceFrames => reference.Count;

    /// <summary>How many frames of the second capture were taken, error frames aside.</summary>
    public long DifferenceFrames => difference.Count;

    /// <summary>How many frames were not looked at, since they came with more ids than a bus has.</summary>
    public long FramesBeyond => reference.Beyond + difference.Beyond;

    /// <summary>Takes a frame of the first capture, in which nothing was pressed.</summary>
    /// <param name="frame">The frame; those of one id come in their order.</param>
    public void AddReference(in CanFrame frame) => reference.Add(frame);

    /// <summary>Takes a frame of the second capture.</summary>
    /// <param name="frame">The frame; those of one id come in their order.</param>
    public void AddDifference(in CanFrame frame) => difference.Add(frame);

    /// <summary>What is so in the second capture and never was in the first.</summary>
    /// <returns>The findings, the surest first; counters and checksums last.</returns>
    public IReadOnlyList<FrameDifference> GetDifferences()
    {
        var found = new List<FrameDifference>();
        var regardless = reference.HasOneDevice && difference.HasOneDevice;
        foreach (var (stream, now) in difference.Streams)
        {
            if (reference.Find(stream, regardless) is { } before)
            {
                found.AddRange(new StreamComparison(stream, MessageOf(stream), reference, before, difference, now).Find());
            }
            else
            {
                found.Add(NewId(stream, now));
            }
        }

        found.AddRange(reference.Streams.Where(one => difference.Find(one.Key, regardless) is null).Select(one => MissingId(one.Key, one.Value)));

        // Of two that are as sure the one that changed first may be the cause of the other.
        return [.. found.OrderByDescending(one => one.Score).ThenBy(one => one.FirstChange?.Nanoseconds ?? long.MaxValue).ThenBy(one => one.Id)];
    }

    private MessageDefinition? MessageOf(FrameStream stream) =>
        databases.TryFind(stream.Empty, out var message) ? message : null;

    private FrameDifference NewId(FrameStream stream, StreamHistory now) => new(stream, FrameDifferenceKind.NewId, now.Longest)
    {
        Score = 0.9 * CaptureTimes.Surprise(now.Count, difference.Seconds, reference.Seconds),
        Why = string.Create(CultureInfo.InvariantCulture, $"Never came before, and {(now.Count == 1 ? "once" : $"{now.Count:N0} times")} now."),
        Message = MessageOf(stream)?.Name,
        FirstChange = new(now.FirstTime),
        DifferenceFrames = now.Count,
    };

    private FrameDifference MissingId(FrameStream stream, StreamHistory before) => new(stream, FrameDifferenceKind.MissingId, before.Longest)
    {
        Score = 0.3 * CaptureTimes.Surprise(before.Count, reference.Seconds, difference.Seconds),
        Why = string.Create(CultureInfo.InvariantCulture, $"Came {(before.Count == 1 ? "once" : $"{before.Count:N0} times")} before, and never now."),
        Message = MessageOf(stream)?.Name,
        ReferenceFrames = before.Count,
    };
}
