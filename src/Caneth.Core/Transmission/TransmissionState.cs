namespace Caneth.Transmission;

/// <summary>What a transmission is doing.</summary>
public enum TransmissionState
{
    /// <summary>It sends.</summary>
    Running,

    /// <summary>Its cycles are left out: there is no connection, its frames wait too long, or they cannot be made.</summary>
    Skipping,

    /// <summary>It has ended: it was stopped, all of its frames were sent, or its device has ended.</summary>
    Stopped,
}
