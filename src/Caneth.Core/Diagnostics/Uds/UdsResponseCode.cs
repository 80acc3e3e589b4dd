namespace Caneth.Diagnostics;

/// <summary>Why a control unit refuses a request: the negative response codes (NRC) of ISO 14229-1, annex A.</summary>
public enum UdsResponseCode : byte
{
    /// <summary>It gives no reason.</summary>
    GeneralReject = 0x10,

    /// <summary>It does not have the service.</summary>
    ServiceNotSupported = 0x11,

    /// <summary>It does not have this sub-function of the service.</summary>
    SubFunctionNotSupported = 0x12,

    /// <summary>The request is too long, too short, or not formed as the service wants it.</summary>
    IncorrectMessageLengthOrInvalidFormat = 0x13,

    /// <summary>The response would be longer than it can send.</summary>
    ResponseTooLong = 0x14,

    /// <summary>It is busy; the request is to be repeated.</summary>
    BusyRepeatRequest = 0x21,

    /// <summary>Something that must hold before does not.</summary>
    ConditionsNotCorrect = 0x22,

    /// <summary>Another request must come first.</summary>
    RequestSequenceError = 0x24,

    /// <summary>A part behind the control unit does not answer.</summary>
    NoResponseFromSubnetComponent = 0x25,

    /// <summary>A fault keeps it from doing what was asked for.</summary>
    FailurePreventsExecution = 0x26,

    /// <summary>It does not have this identifier, address or value.</summary>
    RequestOutOfRange = 0x31,

    /// <summary>It is locked.</summary>
    SecurityAccessDenied = 0x33,

    /// <summary>It wants to know by a certificate who asks.</summary>
    AuthenticationRequired = 0x34,

    /// <summary>The key does not fit the seed.</summary>
    InvalidKey = 0x35,

    /// <summary>There were too many wrong keys.</summary>
    ExceededNumberOfAttempts = 0x36,

    /// <summary>The time after wrong keys is not over yet.</summary>
    RequiredTimeDelayNotExpired = 0x37,

    /// <summary>The service must be secured.</summary>
    SecureDataTransmissionRequired = 0x38,

    /// <summary>The service must not be secured.</summary>
    SecureDataTransmissionNotAllowed = 0x39,

    /// <summary>What secures the message does not fit it.</summary>
    SecureDataVerificationFailed = 0x3A,

    /// <summary>The certificate's time is over, or has not come.</summary>
    CertificateTimePeriodInvalid = 0x50,

    /// <summary>The certificate's signature does not fit.</summary>
    CertificateSignatureInvalid = 0x51,

    /// <summary>Nobody trusted stands for the certificate.</summary>
    CertificateChainOfTrustInvalid = 0x52,

    /// <summary>The certificate is of another type.</summary>
    CertificateTypeInvalid = 0x53,

    /// <summary>The certificate's format is not understood.</summary>
    CertificateFormatInvalid = 0x54,

    /// <summary>The certificate's content is not the one expected.</summary>
    CertificateContentInvalid = 0x55,

    /// <summary>The certificate is for another purpose.</summary>
    CertificateScopeInvalid = 0x56,

    /// <summary>The certificate was revoked.</summary>
    CertificateInvalid = 0x57,

    /// <summary>Who asks does not own the certificate.</summary>
    OwnershipVerificationFailed = 0x58,

    /// <summary>The challenge cannot be computed.</summary>
    ChallengeCalculationFailed = 0x59,

    /// <summary>The access rights cannot be set.</summary>
    SettingAccessRightsFailed = 0x5A,

    /// <summary>The session's key cannot be made.</summary>
    SessionKeyCreationFailed = 0x5B,

    /// <summary>The configuration data cannot be used.</summary>
    ConfigurationDataUsageFailed = 0x5C,

    /// <summary>The deauthentication failed.</summary>
    DeAuthenticationFailed = 0x5D,

    /// <summary>It does not accept the transfer.</summary>
    UploadDownloadNotAccepted = 0x70,

    /// <summary>The transfer was broken off.</summary>
    TransferDataSuspended = 0x71,

    /// <summary>It failed to erase or to program its memory.</summary>
    GeneralProgrammingFailure = 0x72,

    /// <summary>A block of the transfer has another number than expected.</summary>
    WrongBlockSequenceCounter = 0x73,

    /// <summary>It has understood, and will answer later.</summary>
    ResponsePending = 0x78,

    /// <summary>It has this sub-function in another session only.</summary>
    SubFunctionNotSupportedInActiveSession = 0x7E,

    /// <summary>It has the service in another session only.</summary>
    ServiceNotSupportedInActiveSession = 0x7F,

    /// <summary>The engine turns too fast.</summary>
    RpmTooHigh = 0x81,

    /// <summary>The engine turns too slowly.</summary>
    RpmTooLow = 0x82,

    /// <summary>The engine runs.</summary>
    EngineIsRunning = 0x83,

    /// <summary>The engine does not run.</summary>
    EngineIsNotRunning = 0x84,

    /// <summary>The engine has not run for long enough.</summary>
    EngineRunTimeTooLow = 0x85,

    /// <summary>It is too hot.</summary>
    TemperatureTooHigh = 0x86,

    /// <summary>It is too cold.</summary>
    TemperatureTooLow = 0x87,

    /// <summary>The vehicle is too fast.</summary>
    VehicleSpeedTooHigh = 0x88,

    /// <summary>The vehicle is too slow.</summary>
    VehicleSpeedTooLow = 0x89,

    /// <summary>The accelerator is pressed too far.</summary>
    ThrottlePedalTooHigh = 0x8A,

    /// <summary>The accelerator is not pressed far enough.</summary>
    ThrottlePedalTooLow = 0x8B,

    /// <summary>The gearbox is not in neutral.</summary>
    TransmissionNotInNeutral = 0x8C,

    /// <summary>The gearbox is not in gear.</summary>
    TransmissionNotInGear = 0x8D,

    /// <summary>The brake is not pressed.</summary>
    BrakeSwitchNotClosed = 0x8F,

    /// <summary>The selector is not in park.</summary>
    ShifterLeverNotInPark = 0x90,

    /// <summary>The torque converter's clutch is locked.</summary>
    TorqueConverterClutchLocked = 0x91,

    /// <summary>The voltage is too high.</summary>
    VoltageTooHigh = 0x92,

    /// <summary>The voltage is too low.</summary>
    VoltageTooLow = 0x93,

    /// <summary>Something that it needs is not there now.</summary>
    ResourceTemporarilyNotAvailable = 0x94,
}
