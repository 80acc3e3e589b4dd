using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Caneth.Diagnostics;

/// <summary>Reads what service 09 of OBD-II says (SAE J1979): texts of fixed lengths, filled up with zeros.</summary>
internal static class ObdInformation
{
    public const byte Vin = 0x02;
    public const byte CalibrationIds = 0x04;
    public const byte CalibrationNumbers = 0x06;
    public const byte Name = 0x0A;

    private const int VinLength = 17;
    private const int CalibrationIdLength = 16;
    private const int CalibrationNumberLength = 4;
    private const int AcronymLength = 4;

    /// <summary>The kinds that are asked for.</summary>
    public static IReadOnlyList<byte> All { get; } = [Vin, CalibrationIds, CalibrationNumbers, Name];

    /// <summary>The number of a vehicle: all of it, or nothing.</summary>
    /// <param name="content">What follows service, kind and count.</param>
    /// <param name="vin">The number.</param>
    public static bool TryReadVin(ReadOnlySpan<byte> content, [NotNullWhen(true)] out string? vin)
    {
        var text = content.Trim((byte)0);
        vin = text.Length == VinLength && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? Encoding.ASCII.GetString(text) : null;
        return vin is not null;
    }

    /// <summary>The ids of calibrations.</summary>
    public static List<string> ReadCalibrationIds(ReadOnlySpan<byte> content) => Split(content, CalibrationIdLength, static one => Text(one));

    /// <summary>The numbers that verify calibrations.</summary>
    public static List<string> ReadCalibrationNumbers(ReadOnlySpan<byte> content) =>
        Split(content, CalibrationNumberLength, static one => Convert.ToHexString(one));

    /// <summary>The name of a control unit: an acronym, and after it what it means.</summary>
    /// <returns><c>ECM-EngineControl</c></returns>
    public static string ReadName(ReadOnlySpan<byte> content) => content.Length <= AcronymLength ? Text(content)
        : $"{Text(content[..AcronymLength])}{Text(content[AcronymLength..])}";

    private static string Text(ReadOnlySpan<byte> bytes) => VisibleText.Of(Encoding.ASCII.GetString(bytes.Trim((byte)0))).Trim();

    private static List<string> Split(ReadOnlySpan<byte> content, int length, Func<ReadOnlySpan<byte>, string> read)
    {
        var parts = new List<string>();
        for (; content.Length >= length; content = content[length..])
        {
            parts.Add(read(content[..length]));
        }

        return parts;
    }
}
