namespace Caneth.Recording;

/// <summary>What a look at a file of a recording comes to, from the best to the worst.</summary>
public enum RecordingVerdict
{
    /// <summary>It is as it was when it was complete, and nothing is missing.</summary>
    Intact,

    /// <summary>It can be read to its end, and has no summary that it could be held against.</summary>
    Unverified,

    /// <summary>It can be read to its end, and frames or files before it are missing, or out of order.</summary>
    Suspect,

    /// <summary>It can be read to its end, and is not what it was when it was complete.</summary>
    Changed,

    /// <summary>It cannot be read to its end, or parts of it cannot be read.</summary>
    Damaged,
}
