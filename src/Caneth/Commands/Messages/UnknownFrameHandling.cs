namespace Caneth.Commands;

/// <summary>What happens to frames that no database knows.</summary>
public enum UnknownFrameHandling
{
    /// <summary>They are left out; a warning at the end names their ids.</summary>
    Skip,

    /// <summary>They are emitted as they are, and so are remote frames and error frames.</summary>
    Pass,

    /// <summary>Each is an error.</summary>
    Error,
}
