using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What a request asks for, in words: its sub-function, its identifiers, its values. The service itself is not said.</summary>
internal static class UdsRequestText
{
    private const uint AllGroups = 0xFF_FFFF;
    private const int GroupLength = 3;

    private static readonly string[] Controls = ["ReturnToEcu", "ResetToDefault", "Freeze", "Adjust"];

    /// <param name="service">The service.</param>
    /// <param name="data">What follows it; bytes that are missing are simply not spoken of.</param>
    public static string Of(UdsService service, ReadOnlySpan<byte> data) => service switch
    {
        _ when data.IsEmpty => "",
        UdsService.CurrentData or UdsService.VehicleInformation or UdsService.MonitoringTests => UdsValues.Bytes(data),
        UdsService.FreezeFrameData when data.Length == 2 => string.Create(CultureInfo.InvariantCulture, $"{data[0]:X2} of frame {data[1]}"),
        UdsService.TesterPresent => UdsValues.Hex(data[1..]),
        UdsService.SecurityAccess => Security(data),
        UdsService.ReadDataByIdentifier => UdsValues.Identifiers(data),
        UdsService.WriteDataByIdentifier or UdsService.ReadScalingDataByIdentifier => UdsValues.Named(data),
        UdsService.InputOutputControlByIdentifier when data.Length > 2 => Control(data),
        UdsService.ClearDiagnosticInformation when data.Length >= GroupLength => Group(data),
        UdsService.ReadDtcInformation => Faults(data),
        UdsService.RoutineControl when data.Length > 2 => UdsValues.Join($"{Name(service, data)} {UdsValues.Identifier(data[1..])}", data[3..]),
        UdsService.ReadMemoryByAddress or UdsService.WriteMemoryByAddress => Memory(data, " = "),
        UdsService.RequestDownload or UdsService.RequestUpload when data.Length > 1 => Memory(data[1..], " "),
        UdsService.TransferData => string.Create(CultureInfo.InvariantCulture, $"block {data[0]}, {data.Length - 1:N0} bytes"),
        _ when UdsSubFunctions.AreIn(service) => UdsValues.Join(Name(service, data), data[1..]),
        _ => UdsValues.Hex(data),
    };

    /// <summary>What the sub-function is called.</summary>
    public static string Name(UdsService service, ReadOnlySpan<byte> data) =>
        UdsSubFunctions.NameOf(service, (byte)(data[0] & ~UdsSubFunctions.SuppressReply));

    // An odd number asks for a seed, and the even one after it brings the key.
    private static string Security(ReadOnlySpan<byte> data)
    {
        var number = data[0] & ~UdsSubFunctions.SuppressReply;
        return UdsValues.Join(string.Create(CultureInfo.InvariantCulture, $"{((number & 1) != 0 ? "seed" : "key")} of level {number - 1 | 1}"), data[1..]);
    }

    private static string Control(ReadOnlySpan<byte> data) => UdsValues.Join(
        $"{UdsValues.Identifier(data)} {(data[2] < Controls.Length ? Controls[data[2]] : UdsValues.Hex(data.Slice(2, 1)))}", data[3..]);

    private static string Group(ReadOnlySpan<byte> data) => UdsValues.Join(
        UdsValues.Number(data[..GroupLength]) == AllGroups ? "all" : UdsValues.TroubleCode(data[..GroupLength]), data[GroupLength..]);

    private static string Faults(ReadOnlySpan<byte> data) => (data[0] & ~UdsSubFunctions.SuppressReply) is 0x04 or 0x06 or 0x09 && data.Length > GroupLength
        ? UdsValues.Join($"{Name(UdsService.ReadDtcInformation, data)} {UdsValues.TroubleCode(data.Slice(1, GroupLength))}", data[(1 + GroupLength)..])
        : UdsValues.Join(Name(UdsService.ReadDtcInformation, data), data[1..]);

    private static string Memory(ReadOnlySpan<byte> data, string between)
    {
        var where = UdsValues.Memory(data, out var rest);
        return rest.IsEmpty ? where : $"{where}{between}{UdsValues.Hex(rest)}";
    }
}
