namespace Caneth.Recording;

/// <summary>What a <see cref="CanRecording"/> is doing.</summary>
public enum RecordingState
{
    /// <summary>Frames go to the disk.</summary>
    Recording,

    /// <summary>Frames wait in memory for what triggers it.</summary>
    Waiting,

    /// <summary>The disk cannot be written; frames are lost and counted until it can.</summary>
    Interrupted,

    /// <summary>It was stopped, or all its sources are at their end.</summary>
    Stopped,
}
