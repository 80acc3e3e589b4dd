using System.Buffers.Binary;
using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>What a positive response says, in words: what was read, what was done. The service itself is not said.</summary>
internal static class UdsResponseText
{
    private const int MillisecondsPerLongUnit = 10;
    private const int WithStatus = 4;
    private const int OfObd = 2;

    /// <param name="service">The service that was asked for.</param>
    /// <param name="data">What follows it; bytes that are missing are simply not spoken of.</param>
    public static string Of(UdsService service, ReadOnlySpan<byte> data) => service switch
    {
        _ when data.IsEmpty => "",
        UdsService.CurrentData or UdsService.FreezeFrameData => Pid(data),
        UdsService.StoredFaults or UdsService.PendingFaults or UdsService.PermanentFaults => UdsValues.TroubleCodes(data[1..], OfObd),
        UdsService.VehicleInformation when (data[0] & 0x1F) == 0 => Pid(data),
        UdsService.VehicleInformation when data.Length > 2 => string.Create(CultureInfo.InvariantCulture, $"{data[0]:X2} = {UdsValues.Of(data[2..])}"),
        UdsService.DiagnosticSessionControl when data.Length >= 5 => Session(data),
        UdsService.TesterPresent => UdsValues.Hex(data[1..]),
        UdsService.SecurityAccess => Security(data),
        UdsService.ReadDataByIdentifier or UdsService.WriteDataByIdentifier or UdsService.ReadScalingDataByIdentifier
            or UdsService.InputOutputControlByIdentifier => UdsValues.Named(data),
        UdsService.ReadDtcInformation => Faults(data),
        UdsService.RoutineControl when data.Length > 2 =>
            UdsValues.Join($"{UdsRequestText.Name(service, data)} {UdsValues.Identifier(data[1..])}", data[3..]),
        UdsService.RequestDownload or UdsService.RequestUpload => MaxBlock(data),
        UdsService.TransferData => data.Length == 1 ? $"block {data[0]}"
            : string.Create(CultureInfo.InvariantCulture, $"block {data[0]}, {data.Length - 1:N0} bytes"),
        UdsService.ReadMemoryByAddress => UdsValues.Of(data),
        _ when UdsSubFunctions.AreIn(service) => UdsValues.Join(UdsRequestText.Name(service, data), data[1..]),
        _ => UdsValues.Hex(data),
    };

    // Every 32nd of them says which of the next 32 there are.
    private static string Pid(ReadOnlySpan<byte> data) => data.Length == 1 ? UdsValues.Hex(data)
        : string.Create(CultureInfo.InvariantCulture, $"{data[0]:X2} = {UdsValues.Hex(data[1..])}");

    // The times within which the control unit answers, in ms and in units of 10 ms.
    private static string Session(ReadOnlySpan<byte> data) => string.Create(CultureInfo.InvariantCulture,
        $"{UdsRequestText.Name(UdsService.DiagnosticSessionControl, data)}, P2 {BinaryPrimitives.ReadUInt16BigEndian(data[1..])} ms, "
        + $"P2* {BinaryPrimitives.ReadUInt16BigEndian(data[3..]) * MillisecondsPerLongUnit} ms");

    private static string Security(ReadOnlySpan<byte> data)
    {
        var level = data[0] - 1 | 1;
        var isSeed = (data[0] & 1) != 0;
        return !isSeed ? string.Create(CultureInfo.InvariantCulture, $"level {level} unlocked")
            : data.Length > 1 && !data[1..].ContainsAnyExcept((byte)0) ? string.Create(CultureInfo.InvariantCulture, $"level {level} is unlocked already")
            : UdsValues.Join(string.Create(CultureInfo.InvariantCulture, $"seed of level {level}"), data[1..]);
    }

    // Most reports are a byte of status bits that the control unit knows, and codes with their status.
    private static string Faults(ReadOnlySpan<byte> data)
    {
        var name = UdsRequestText.Name(UdsService.ReadDtcInformation, data);
        return data[0] switch
        {
            0x01 or 0x07 when data.Length >= 5 => string.Create(CultureInfo.InvariantCulture, $"{name} {BinaryPrimitives.ReadUInt16BigEndian(data[3..])}"),
            0x02 or 0x0A or 0x0B or 0x0C or 0x0D or 0x0E or 0x15 when data.Length >= 2 => $"{name} {UdsValues.TroubleCodes(data[2..], WithStatus)}",
            0x03 or 0x14 => $"{name} {UdsValues.TroubleCodes(data[1..], WithStatus)}",
            0x04 or 0x06 when data.Length > WithStatus =>
                UdsValues.Join($"{name} {UdsValues.TroubleCode(data.Slice(1, WithStatus))}", data[(1 + WithStatus)..]),
            _ => UdsValues.Join(name, data[1..]),
        };
    }

    // Its length is in the upper half of the first byte.
    private static string MaxBlock(ReadOnlySpan<byte> data)
    {
        var length = data[0] >> 4;
        return length is > 0 and <= sizeof(ulong) && data.Length > length
            ? string.Create(CultureInfo.InvariantCulture, $"blocks of at most {UdsValues.Number(data.Slice(1, length)):N0} bytes")
            : UdsValues.Hex(data);
    }
}
