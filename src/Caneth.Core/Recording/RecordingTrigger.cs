namespace Caneth.Recording;

/// <summary>
/// What makes a recording keep frames: those of a time before and of a time after each trigger, which is a frame, or a call of
/// <see cref="CanRecording.Trigger"/>. Each goes into a file of its own; triggers whose times overlap share one.
/// </summary>
public sealed record RecordingTrigger
{
    /// <summary>How long before a trigger the frames are kept, 0 or more. They wait in memory: 32 bytes for each frame of this time.</summary>
    public TimeSpan Before { get; init; }

    /// <summary>How long after a trigger the frames are kept, 0 or more.</summary>
    public TimeSpan After { get; init; }

    /// <summary>The frames that trigger; null where only <see cref="CanRecording.Trigger"/> does.</summary>
    public FrameFilter? Filter { get; init; }

    /// <summary>How many frames wait in memory at most: the half of an hour of a full bus, and 134 MB.</summary>
    internal int Capacity { get; init; } = 4_194_304;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        Option.Require(Before >= TimeSpan.Zero && Before <= MaxTime, nameof(Before), Before, "from 0 to 49 days");
        Option.Require(After >= TimeSpan.Zero && After <= MaxTime, nameof(After), After, "from 0 to 49 days");
        Option.Require(Before + After > TimeSpan.Zero, nameof(After), After, $"more than 0 where {nameof(Before)} is 0");
    }

    private static TimeSpan MaxTime => TimeSpan.FromDays(49);
}
