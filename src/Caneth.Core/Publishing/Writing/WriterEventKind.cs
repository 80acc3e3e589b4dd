namespace Caneth.Publishing;

/// <summary>What kind of thing happened to a writer.</summary>
public enum WriterEventKind
{
    /// <summary>It is connected to the broker.</summary>
    Connected,

    /// <summary>The broker cannot be reached, has gone, or refuses.</summary>
    Disconnected,

    /// <summary>Files were completed.</summary>
    FilesWritten,

    /// <summary>The disk does not take the files; it is tried again.</summary>
    Interrupted,

    /// <summary>A message was no batch of frames, or damaged.</summary>
    MessageRefused,

    /// <summary>Frames that were published are missing, as far as their numbers tell.</summary>
    FramesMissing,

    /// <summary>It has ended, not because it was stopped, or with frames that are in no file.</summary>
    Ended,
}
