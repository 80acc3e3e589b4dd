using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>What a control unit says of a fault. The first eight are the bits of the status that UDS has (ISO 14229-1, annex D).</summary>
[Flags]
[SuppressMessage("Naming", "CA1711", Justification = "It is what the states are.")]
public enum FaultStates
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The last test failed: the fault is there now.</summary>
    Failed = 0x001,

    /// <summary>A test failed in this driving cycle.</summary>
    FailedThisCycle = 0x002,

    /// <summary>A test failed in this driving cycle or the last.</summary>
    Pending = 0x004,

    /// <summary>It was seen often enough to be stored.</summary>
    Confirmed = 0x008,

    /// <summary>It was not tested since faults were cleared.</summary>
    NotTestedSinceCleared = 0x010,

    /// <summary>A test failed since faults were cleared.</summary>
    FailedSinceCleared = 0x020,

    /// <summary>It was not tested in this driving cycle.</summary>
    NotTestedThisCycle = 0x040,

    /// <summary>A lamp is on for it.</summary>
    Lamp = 0x080,

    /// <summary>Only the vehicle itself clears it, when it has seen that the fault is gone.</summary>
    Permanent = 0x100,

    /// <summary>It is there now (DM1).</summary>
    Active = 0x200,

    /// <summary>It was there (DM2).</summary>
    PreviouslyActive = 0x400,
}
