namespace Caneth.Diagnostics;

/// <summary>By which protocol a fault is told.</summary>
public enum FaultSource
{
    /// <summary>OBD-II: services 03, 07 and 0A.</summary>
    Obd,

    /// <summary>UDS: service 19.</summary>
    Uds,

    /// <summary>J1939: DM1 and DM2.</summary>
    J1939,
}
