using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>Which services have a sub-function, and what the sub-functions are called (ISO 14229-1, in the tables of each service).</summary>
internal static class UdsSubFunctions
{
    /// <summary>The bit of a sub-function that says: no answer where all is well.</summary>
    public const byte SuppressReply = 0x80;

    private static readonly Dictionary<(UdsService Service, byte SubFunction), string> Names = new()
    {
        [(UdsService.DiagnosticSessionControl, 0x01)] = "Default",
        [(UdsService.DiagnosticSessionControl, 0x02)] = "Programming",
        [(UdsService.DiagnosticSessionControl, 0x03)] = "Extended",
        [(UdsService.DiagnosticSessionControl, 0x04)] = "SafetySystem",
        [(UdsService.EcuReset, 0x01)] = "Hard",
        [(UdsService.EcuReset, 0x02)] = "KeyOffOn",
        [(UdsService.EcuReset, 0x03)] = "Soft",
        [(UdsService.EcuReset, 0x04)] = "EnableRapidPowerShutDown",
        [(UdsService.EcuReset, 0x05)] = "DisableRapidPowerShutDown",
        [(UdsService.ReadDtcInformation, 0x01)] = "NumberByStatusMask",
        [(UdsService.ReadDtcInformation, 0x02)] = "ByStatusMask",
        [(UdsService.ReadDtcInformation, 0x03)] = "SnapshotIdentification",
        [(UdsService.ReadDtcInformation, 0x04)] = "SnapshotByDtc",
        [(UdsService.ReadDtcInformation, 0x05)] = "StoredDataByRecord",
        [(UdsService.ReadDtcInformation, 0x06)] = "ExtendedDataByDtc",
        [(UdsService.ReadDtcInformation, 0x07)] = "NumberBySeverityMask",
        [(UdsService.ReadDtcInformation, 0x08)] = "BySeverityMask",
        [(UdsService.ReadDtcInformation, 0x09)] = "SeverityOfDtc",
        [(UdsService.ReadDtcInformation, 0x0A)] = "Supported",
        [(UdsService.ReadDtcInformation, 0x0B)] = "FirstFailed",
        [(UdsService.ReadDtcInformation, 0x0C)] = "FirstConfirmed",
        [(UdsService.ReadDtcInformation, 0x0D)] = "MostRecentFailed",
        [(UdsService.ReadDtcInformation, 0x0E)] = "MostRecentConfirmed",
        [(UdsService.ReadDtcInformation, 0x14)] = "FaultDetectionCounters",
        [(UdsService.ReadDtcInformation, 0x15)] = "Permanent",
        [(UdsService.ReadDtcInformation, 0x42)] = "WwhObdByMask",
        [(UdsService.ReadDtcInformation, 0x55)] = "WwhObdPermanent",
        [(UdsService.CommunicationControl, 0x00)] = "EnableRxAndTx",
        [(UdsService.CommunicationControl, 0x01)] = "EnableRxAndDisableTx",
        [(UdsService.CommunicationControl, 0x02)] = "DisableRxAndEnableTx",
        [(UdsService.CommunicationControl, 0x03)] = "DisableRxAndTx",
        [(UdsService.DynamicallyDefineDataIdentifier, 0x01)] = "ByIdentifier",
        [(UdsService.DynamicallyDefineDataIdentifier, 0x02)] = "ByMemoryAddress",
        [(UdsService.DynamicallyDefineDataIdentifier, 0x03)] = "Clear",
        [(UdsService.RoutineControl, 0x01)] = "Start",
        [(UdsService.RoutineControl, 0x02)] = "Stop",
        [(UdsService.RoutineControl, 0x03)] = "Result",
        [(UdsService.ControlDtcSetting, 0x01)] = "On",
        [(UdsService.ControlDtcSetting, 0x02)] = "Off",
        [(UdsService.LinkControl, 0x01)] = "VerifyFixed",
        [(UdsService.LinkControl, 0x02)] = "VerifySpecific",
        [(UdsService.LinkControl, 0x03)] = "Transition",
    };

    /// <summary>Whether the byte after the service is a sub-function.</summary>
    public static bool AreIn(UdsService service) => service is UdsService.DiagnosticSessionControl or UdsService.EcuReset or UdsService.ReadDtcInformation
        or UdsService.SecurityAccess or UdsService.CommunicationControl or UdsService.Authentication or UdsService.DynamicallyDefineDataIdentifier
        or UdsService.RoutineControl or UdsService.TesterPresent or UdsService.AccessTimingParameter or UdsService.ControlDtcSetting
        or UdsService.ResponseOnEvent or UdsService.LinkControl;

    /// <summary>What a sub-function is called; its number in hex where nobody has a name for it.</summary>
    public static string NameOf(UdsService service, byte subFunction) =>
        Names.TryGetValue((service, subFunction), out var name) ? name : subFunction.ToString("X2", CultureInfo.InvariantCulture);
}
