using System.Runtime.CompilerServices;
using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>What a look at a file of a recording came to: whether it can be read to its end, is what it was, and whether anything is missing.</summary>
public sealed class RecordingCheck
{
    // Frames of several devices may come a little out of order.
    private static readonly TimeSpan MostDisorder = TimeSpan.FromSeconds(1);

    private readonly List<string> problems = [];

    private RecordingCheck(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The name of the file.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What it came to.</summary>
    public RecordingVerdict Verdict { get; private set; }

    /// <summary>What is wrong, each as a sentence; empty where nothing is.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>What is in the file; null where it cannot be read to its end.</summary>
    public RecordedFile? Content { get; private set; }

    /// <summary>How many frames are in it; 0 where it cannot be read to its end.</summary>
    public long Frames => Content?.Frames ?? 0;

    /// <summary>How many frames the recording lost before or among them, as far as its summary says.</summary>
    public long FramesLost { get; private set; }

    /// <summary>How many numbers are missing between this file and the one before it, of those that were looked at.</summary>
    public long FilesMissing { get; private set; }

    /// <summary>
    /// Looks at files, one after another: whether each can be read to its end, whether it is what its summary says
    /// (<see cref="RecordingOptions.Summary"/>), by the SHA-256 of its bytes, whether numbers are missing between the files of one recording,
    /// and whether frames are in order, also from file to file.
    /// </summary>
    /// <param name="paths">The files, in any order.</param>
    /// <param name="format">Their format; null to go by their names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A check for each file, those of one recording in the order of their numbers.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async IAsyncEnumerable<RecordingCheck> RunAsync(
        IReadOnlyList<string> paths, LogFormat? format = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        (string Series, long Number, RecordingCheck Check)? before = null;
        foreach (var path in paths.OrderBy(path => RecordingSeries.PlaceOf(path)?.Series ?? path, StringComparer.Ordinal)
            .ThenBy(path => RecordingSeries.PlaceOf(path)?.Number))
        {
            var check = new RecordingCheck(path);
            await check.ReadAsync(format, cancellationToken).ConfigureAwait(false);
            if (RecordingSeries.PlaceOf(path) is { } place)
            {
                if (before is { } last && last.Series == place.Series)
                {
                    check.CompareWithFileBefore(last.Check, last.Number, place.Number);
                }

                before = (place.Series, place.Number, check);
            }

            yield return check;
        }
    }

    /// <summary>The verdict and the name.</summary>
    /// <returns><c>Intact: drive_00001_2026-01-31_13-45-00.log</c></returns>
    public override string ToString() => $"{Verdict}: {VisibleText.Of(Name)}";

    private async Task ReadAsync(LogFormat? format, CancellationToken cancellationToken)
    {
        try
        {
            Content = await RecordedFile.ReadAsync(Path, new() { Format = format }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            Add(RecordingVerdict.Damaged, $"It cannot be read to its end: {failure.Message}");
            return;
        }

        if (Content.MalformedCount > 0)
        {
            Add(RecordingVerdict.Damaged, $"{Content.MalformedCount:N0} lines, or sections of a binary file, cannot be read.");
        }

        if (Content.Disorder > MostDisorder)
        {
            Add(RecordingVerdict.Suspect, $"Frames are up to {Content.Disorder.TotalSeconds:0.###} s out of the order of time.");
        }

        if (CanLog.WriterOf(Path) is { } writer)
        {
            Add(RecordingVerdict.Unverified, $"{writer.Message.TrimEnd('.')}, so it is not complete yet.");
        }
        else
        {
            CompareWithSummary(Content);
        }
    }

    private void CompareWithSummary(RecordedFile content)
    {
        if (RecordingSummary.Read(Path, out var problem) is not { } summary)
        {
            Add(RecordingVerdict.Unverified, problem is null ? "It has no summary." : $"{char.ToUpperInvariant(problem[0])}{problem[1..].TrimEnd('.')}.");
            return;
        }

        if (content.Length != summary.Length)
        {
            Add(RecordingVerdict.Changed, $"It has {content.Length:N0} bytes, and had {summary.Length:N0} when it was complete.");
        }
        else if (!content.Sha256.Equals(summary.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            Add(RecordingVerdict.Changed, "It has other bytes than when it was complete: its SHA-256 is another.");
        }
        else if (content.Frames != summary.Frames || content.FirstTime != summary.FirstTime || content.LastTime != summary.LastTime)
        {
            Add(RecordingVerdict.Changed, $"It has the bytes that its summary says, and not what the summary says of them: {content.Frames:N0} frames, and not {summary.Frames:N0}, or other times.");
        }

        if (summary.Gaps is { Count: > 0 } gaps)
        {
            FramesLost = summary.FramesLost;
            Add(RecordingVerdict.Suspect, $"The recording has {(gaps.Count == 1 ? "a gap" : $"{gaps.Count:N0} gaps, of which the first is")}: {gaps[0]}.");
        }
    }

    private void CompareWithFileBefore(RecordingCheck before, long numberBefore, long number)
    {
        FilesMissing = Math.Max(0, number - numberBefore - 1);
        if (FilesMissing > 0)
        {
            Add(RecordingVerdict.Suspect, $"Before it {(FilesMissing == 1 ? $"the file of number {number - 1} is" : $"the files of the numbers {numberBefore + 1} to {number - 1} are")} missing.");
        }

        if (Content?.FirstTime + MostDisorder < before.Content?.LastTime)
        {
            Add(RecordingVerdict.Suspect, $"It begins at {Content!.FirstTime}, before the end of '{before.Name}' at {before.Content!.LastTime}.");
        }
    }

    private void Add(RecordingVerdict verdict, string problem)
    {
        Verdict = verdict > Verdict ? verdict : Verdict;
        problems.Add(VisibleText.Of(problem));
    }
}
