namespace Caneth.Recording;

/// <summary>A file that a recording has ended, or found.</summary>
/// <param name="path">The file.</param>
/// <param name="length">How long it was then.</param>
/// <param name="takenInAt">When it was taken in, by a clock that nobody sets.</param>
/// <param name="ageBefore">How old it was then.</param>
internal sealed class EndedFile(string path, long length, long takenInAt, TimeSpan ageBefore)
{
    private volatile bool isRemoved;

    public string Path => path;

    public long Length => length;

    /// <summary>Whether it was removed to make room, or because what is in it is packed.</summary>
    public bool IsRemoved
    {
        get => isRemoved;
        set => isRemoved = value;
    }

    /// <summary>What was lost before or among its frames, as far as that is known.</summary>
    public IReadOnlyList<RecordedGap> Gaps { get; set; } = [];

    /// <summary>When it could not be removed the last time.</summary>
    public long? TriedAt { get; set; }

    /// <summary>How long ago it was written the last time. A clock that is set makes no file older than it is.</summary>
    public TimeSpan Age(TimeProvider time) => ageBefore + time.GetElapsedTime(takenInAt);
}
