namespace Caneth.Recording;

/// <summary>At which marks of the clock on the wall a recording begins its next file.</summary>
public enum ClockMark
{
    /// <summary>At each full hour.</summary>
    Hour,

    /// <summary>At midnight.</summary>
    Midnight,
}
