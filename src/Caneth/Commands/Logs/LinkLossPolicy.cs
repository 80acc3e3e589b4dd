namespace Caneth.Commands;

/// <summary>What becomes of the frames of a log that are due while their device is not connected.</summary>
public enum LinkLossPolicy
{
    /// <summary>The replay stands still, and goes on at its rhythm when the device is connected again.</summary>
    Hold,

    /// <summary>The replay goes on, and what is due meanwhile is not sent, and counted.</summary>
    Drop,

    /// <summary>The replay goes on, and what was due meanwhile is sent all at once when the device is connected again.</summary>
    CatchUp,
}
