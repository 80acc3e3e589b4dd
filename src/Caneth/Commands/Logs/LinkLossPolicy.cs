namespace Caneth.Commands;

/// <summary>What becomes of the frames of a log that are due while their device is not connected.</summary>
public enum LinkLossPolicy
{
    /// <summary>The replay pauses, and goes on at its rhythm when the device is connected again.</summary>
    Hold,

    /// <summary>The replay goes on, and what is due until then is not sent, and counted.</summary>
    Drop,

    /// <summary>The replay goes on, and what was due until the device is connected again is then sent all at once.</summary>
    CatchUp,
}
