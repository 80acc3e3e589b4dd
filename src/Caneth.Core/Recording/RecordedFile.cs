using System.Security.Cryptography;
using Caneth.Logs;

namespace Caneth.Recording;

/// <summary>What is in a file of a recording: its frames in number, by id and in time, what is known to be missing, and the hash of its bytes.</summary>
public sealed class RecordedFile
{
    private const int Batch = 2048;

    internal RecordedFile()
    {
    }

    /// <summary>The file.</summary>
    public required string Path { get; init; }

    /// <summary>The name of the file.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>Its format.</summary>
    public required LogFormat Format { get; init; }

    /// <summary>How long it is, in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>When it was written the last time, as the file system says.</summary>
    public required DateTime WrittenAt { get; init; }

    /// <summary>How many frames are in it.</summary>
    public required long Frames { get; init; }

    /// <summary>The earliest time of a frame; null where there is none.</summary>
    public required Timestamp? FirstTime { get; init; }

    /// <summary>The latest time of a frame; null where there is none.</summary>
    public required Timestamp? LastTime { get; init; }

    /// <summary>By how much frames are out of the order of time at most; 0 where all are in order.</summary>
    public required TimeSpan Disorder { get; init; }

    /// <summary>
    /// How many frames each id has, in the order of ids: <c>0C0</c>, <c>18DB33F1</c>, and <c>Error</c> for error frames; the first 65,536 ids.
    /// </summary>
    public required IReadOnlyDictionary<string, long> FramesById { get; init; }

    /// <summary>How many frames have other ids than those.</summary>
    public required long FramesOfOtherIds { get; init; }

    /// <summary>How many lines, or sections of a binary file, cannot be read.</summary>
    public required long MalformedCount { get; init; }

    /// <summary>What the recording lost before or among these frames; the first 1,000 gaps, of which the last takes in all that follow.</summary>
    public required IReadOnlyList<RecordedGap> Gaps { get; init; }

    /// <summary>How many frames were lost in the gaps.</summary>
    public long FramesLost => Gaps.Sum(gap => gap.Frames);

    /// <summary>The SHA-256 of its bytes, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The time of the frame that stands first, from which seconds count where a part of a log is asked for.</summary>
    internal Timestamp? Begin { get; init; }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it; null for the format by extension and local time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What is in it; what was lost before it was written, nobody knows from the file alone.</returns>
    /// <exception cref="ArgumentException">No format is named, and the extension is not that of a known one.</exception>
    /// <exception cref="InvalidDataException">The file is of another format altogether.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static Task<RecordedFile> ReadAsync(string path, LogReadOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync(path, options, [], cancellationToken);

    /// <summary>The name.</summary>
    /// <returns><see cref="Name"/></returns>
    public override string ToString() => Name;

    internal static Task<RecordedFile> ReadAsync(
        string path, LogReadOptions? options, IReadOnlyList<RecordedGap> gaps, CancellationToken cancellationToken) =>
        Task.Run(() => SurveyAsync(path, options, gaps, cancellationToken), cancellationToken);

    private static async Task<RecordedFile> SurveyAsync(
        string path, LogReadOptions? options, IReadOnlyList<RecordedGap> gaps, CancellationToken cancellationToken)
    {
        // Before it is read: whoever writes it meanwhile makes another file of it than the one that is described.
        var file = new FileInfo(path);
        var (length, writtenAt) = (file.Length, file.LastWriteTimeUtc);
        var hash = await HashAsync(path, cancellationToken).ConfigureAwait(false);
        using var reader = CanLog.Open(path, options);
        var survey = new FrameSurvey();
        var frames = new CanFrame[Batch];
        while (reader.Read(frames) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            survey.Add(frames.AsSpan(0, count));
        }

        return new()
        {
            Path = file.FullName,
            Format = reader.Format,
            Length = length,
            WrittenAt = writtenAt,
            Frames = survey.Frames,
            Begin = survey.Begin,
            FirstTime = survey.First,
            LastTime = survey.Last,
            Disorder = survey.Disorder,
            FramesById = survey.FramesById(),
            FramesOfOtherIds = survey.FramesOfOtherIds,
            MalformedCount = reader.MalformedCount,
            Gaps = gaps,
            Sha256 = hash,
        };
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        }
    }
}
