namespace Caneth.Recording;

/// <summary>What kind of thing happened to a recording.</summary>
public enum RecordingEventKind
{
    /// <summary>The disk cannot be written; frames are kept until it can.</summary>
    Interrupted,

    /// <summary>The disk can be written again.</summary>
    Resumed,

    /// <summary>Another program took away the file that was written, or what was in it.</summary>
    FileLost,

    /// <summary>The oldest file was removed, to make room or because of its age.</summary>
    FileRemoved,

    /// <summary>A file that is to be removed cannot be; it is tried again.</summary>
    FileNotRemoved,

    /// <summary>The file that is appended to did not end whole, and was brought to its last whole point.</summary>
    FileRepaired,

    /// <summary>The frames around a trigger are kept.</summary>
    Triggered,

    /// <summary>The recording ended, not because it was stopped, or with a gap.</summary>
    Ended,

    /// <summary>A file that was ended is packed into folders, in the format that was asked for.</summary>
    FilePacked,

    /// <summary>A file that was ended cannot be packed; it stays, and the next recording to the same path tries again.</summary>
    FileNotPacked,

    /// <summary>A file is complete, and was looked into.</summary>
    FileCompleted,

    /// <summary>A file is complete, and could not be looked into, or nobody be told of it, or its summary not be written.</summary>
    FileNotReported,
}
