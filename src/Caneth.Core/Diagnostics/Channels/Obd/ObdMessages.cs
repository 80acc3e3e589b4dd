using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>What is said to people where OBD-II does not give what it was asked for.</summary>
internal static class ObdMessages
{
    public static ObdException NoUnit(CanSession session, ObdOptions options) => new(ObdError.NoUnit,
        $"No control unit on '{session.Name}' answers OBD-II with ids of {(options.Bits is { } bits ? $"{bits}" : "11 or 29")} bits within "
        + $"{Amount.Seconds(options.ResponseTime)}.",
        "Check that the ignition is on, that the device is at the diagnostic connector, and that its bit rate is that of the vehicle.");

    public static ObdException NotSupported(ObdParameter parameter) => new(ObdError.NotSupported,
        $"No control unit of this vehicle has {parameter}.", "Ask first which values the vehicle has.");

    public static ObdException NoValue(ObdUnit unit, byte pid) => new(ObdError.NoValue,
        $"{unit} says that it has {string.Join(", ", ObdParameter.OfPid(pid))}, and did not give it.", "Ask again: an answer may have been lost.");

    public static ObdException NoResponse(ObdUnit unit, UdsMessage request, ObdOptions options) => new(ObdError.NoValue,
        $"{unit} did not answer {request.Service} {request.Text}".TrimEnd() + $" within {Amount.Seconds(options.ResponseTime)}.",
        "Ask again: an answer may have been lost.");

    public static ObdException UnitGone(string device, EcuFault fault) => new(ObdError.NoUnit,
        $"{fault.Ecu} ({fault.HexId}) told the fault {fault.Code}, and does not answer OBD-II on '{device}'.", "Read the faults anew.");

    public static ObdException InvalidVin(ObdUnit unit, ReadOnlySpan<byte> content) => new(ObdError.InvalidResponse,
        $"{unit} gave something as the VIN that is none: it has 17 letters and digits, and this is {HexBytes.Format(content)}.");
}
