namespace Caneth.Diagnostics;

/// <summary>The services of OBD-II (SAE J1979, up to 0x0A) and of UDS (ISO 14229-1), by the first byte of their requests.</summary>
public enum UdsService : byte
{
    /// <summary>OBD-II: values as they are now.</summary>
    CurrentData = 0x01,

    /// <summary>OBD-II: values as they were when a fault was stored.</summary>
    FreezeFrameData = 0x02,

    /// <summary>OBD-II: confirmed faults.</summary>
    StoredFaults = 0x03,

    /// <summary>OBD-II: clears faults and what was stored with them.</summary>
    ClearFaults = 0x04,

    /// <summary>OBD-II: results of the oxygen sensors' tests; not over CAN.</summary>
    OxygenSensorTests = 0x05,

    /// <summary>OBD-II: results of monitored systems' tests.</summary>
    MonitoringTests = 0x06,

    /// <summary>OBD-II: faults of this driving cycle or the last.</summary>
    PendingFaults = 0x07,

    /// <summary>OBD-II: controls a system or a test.</summary>
    ControlOperation = 0x08,

    /// <summary>OBD-II: VIN, calibration ids and names.</summary>
    VehicleInformation = 0x09,

    /// <summary>OBD-II: faults that only the vehicle itself clears.</summary>
    PermanentFaults = 0x0A,

    /// <summary>Changes the session.</summary>
    DiagnosticSessionControl = 0x10,

    /// <summary>Restarts the control unit.</summary>
    EcuReset = 0x11,

    /// <summary>Clears faults.</summary>
    ClearDiagnosticInformation = 0x14,

    /// <summary>Reads faults and what was stored with them.</summary>
    ReadDtcInformation = 0x19,

    /// <summary>Reads data by identifiers (DID).</summary>
    ReadDataByIdentifier = 0x22,

    /// <summary>Reads memory.</summary>
    ReadMemoryByAddress = 0x23,

    /// <summary>Reads how data of an identifier is scaled.</summary>
    ReadScalingDataByIdentifier = 0x24,

    /// <summary>Unlocks: a seed is given for a key.</summary>
    SecurityAccess = 0x27,

    /// <summary>Switches the sending and receiving of messages on and off.</summary>
    CommunicationControl = 0x28,

    /// <summary>Unlocks by certificates.</summary>
    Authentication = 0x29,

    /// <summary>Has data sent again and again.</summary>
    ReadDataByPeriodicIdentifier = 0x2A,

    /// <summary>Makes identifiers of parts of others.</summary>
    DynamicallyDefineDataIdentifier = 0x2C,

    /// <summary>Writes data by an identifier.</summary>
    WriteDataByIdentifier = 0x2E,

    /// <summary>Takes control of an input or an output.</summary>
    InputOutputControlByIdentifier = 0x2F,

    /// <summary>Starts a routine, stops it, or asks for its result.</summary>
    RoutineControl = 0x31,

    /// <summary>Begins a transfer to the control unit.</summary>
    RequestDownload = 0x34,

    /// <summary>Begins a transfer from the control unit.</summary>
    RequestUpload = 0x35,

    /// <summary>A block of a transfer.</summary>
    TransferData = 0x36,

    /// <summary>Ends a transfer.</summary>
    RequestTransferExit = 0x37,

    /// <summary>Begins a transfer of a file.</summary>
    RequestFileTransfer = 0x38,

    /// <summary>Writes memory.</summary>
    WriteMemoryByAddress = 0x3D,

    /// <summary>Keeps the session.</summary>
    TesterPresent = 0x3E,

    /// <summary>Reads and sets the times of the protocol.</summary>
    AccessTimingParameter = 0x83,

    /// <summary>Carries another service, secured.</summary>
    SecuredDataTransmission = 0x84,

    /// <summary>Switches the storing of faults on and off.</summary>
    ControlDtcSetting = 0x85,

    /// <summary>Has the control unit answer to events.</summary>
    ResponseOnEvent = 0x86,

    /// <summary>Changes the bit rate.</summary>
    LinkControl = 0x87,
}
