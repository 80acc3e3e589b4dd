using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>
/// The NAME of a node (SAE J1939-81): who it is, in 64 bits. Of two nodes that want one address the lower NAME has it.
/// </summary>
/// <param name="Value">All of it.</param>
public readonly record struct J1939Name(ulong Value) : IParsable<J1939Name>
{
    /// <summary>The largest identity number: 21 bits.</summary>
    public const int MaxIdentityNumber = 0x1F_FFFF;

    /// <summary>The largest code of a manufacturer: 11 bits.</summary>
    public const int MaxManufacturerCode = 0x7FF;

    private const int ManufacturerShift = 21;
    private const int EcuInstanceShift = 32;
    private const int FunctionInstanceShift = 35;
    private const int FunctionShift = 40;
    private const int VehicleSystemShift = 49;
    private const int SystemInstanceShift = 56;
    private const int IndustryGroupShift = 60;
    private const int ArbitraryShift = 63;
    private const int Digits = 16;

    /// <summary>The number that the manufacturer gave this one: 0 to 2,097,151.</summary>
    public int IdentityNumber => Field(0, MaxIdentityNumber);

    /// <summary>Who made it: the number that SAE gave the manufacturer, 0 to 2,047.</summary>
    public int ManufacturerCode => Field(ManufacturerShift, MaxManufacturerCode);

    /// <summary>Which of several control units that do one thing together: 0 to 7.</summary>
    public int EcuInstance => Field(EcuInstanceShift, 0x7);

    /// <summary>Which of several of the same function: 0 to 31.</summary>
    public int FunctionInstance => Field(FunctionInstanceShift, 0x1F);

    /// <summary>What it does: 0 for an engine, 129 for a tester; from 128 on it depends on the industry group and the vehicle system.</summary>
    public int Function => Field(FunctionShift, 0xFF);

    /// <summary>What part of the vehicle it belongs to: 0 to 127, 0 where that is not said.</summary>
    public int VehicleSystem => Field(VehicleSystemShift, 0x7F);

    /// <summary>Which of several such parts: 0 to 15.</summary>
    public int VehicleSystemInstance => Field(SystemInstanceShift, 0xF);

    /// <summary>What kind of vehicle: 0 for all, 1 for on-highway, 2 for agriculture, 3 for construction, 4 for marine, 5 for industry.</summary>
    public int IndustryGroup => Field(IndustryGroupShift, 0x7);

    /// <summary>Whether it takes another address where the one it wants is another's.</summary>
    public bool ArbitraryAddressCapable => Field(ArbitraryShift, 1) == 1;

    /// <summary>What its function is called, as far as all industries share it; null for others.</summary>
    public string? FunctionName => J1939Functions.NameOf(this);

    /// <summary>Makes a NAME of its fields.</summary>
    /// <param name="identityNumber">The number that the manufacturer gave this one: 0 to 2,097,151.</param>
    /// <param name="manufacturerCode">Who made it: 0 to 2,047.</param>
    /// <param name="function">What it does: 0 to 255; 129, a tester, by default.</param>
    /// <param name="functionInstance">Which of several of the same function: 0 to 31.</param>
    /// <param name="ecuInstance">Which of several control units that do one thing together: 0 to 7.</param>
    /// <param name="vehicleSystem">What part of the vehicle it belongs to: 0 to 127.</param>
    /// <param name="vehicleSystemInstance">Which of several such parts: 0 to 15.</param>
    /// <param name="industryGroup">What kind of vehicle: 0 to 7.</param>
    /// <param name="arbitraryAddressCapable">Whether it takes another address where the one it wants is another's.</param>
    /// <returns>The NAME.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A field is out of its range.</exception>
    public static J1939Name Create(
        int identityNumber, int manufacturerCode, int function = J1939Functions.Tester, int functionInstance = 0, int ecuInstance = 0,
        int vehicleSystem = 0, int vehicleSystemInstance = 0, int industryGroup = 0, bool arbitraryAddressCapable = false) => new(
        Bits(identityNumber, nameof(identityNumber), MaxIdentityNumber, 0)
        | Bits(manufacturerCode, nameof(manufacturerCode), MaxManufacturerCode, ManufacturerShift)
        | Bits(ecuInstance, nameof(ecuInstance), 0x7, EcuInstanceShift)
        | Bits(functionInstance, nameof(functionInstance), 0x1F, FunctionInstanceShift)
        | Bits(function, nameof(function), 0xFF, FunctionShift)
        | Bits(vehicleSystem, nameof(vehicleSystem), 0x7F, VehicleSystemShift)
        | Bits(vehicleSystemInstance, nameof(vehicleSystemInstance), 0xF, SystemInstanceShift)
        | Bits(industryGroup, nameof(industryGroup), 0x7, IndustryGroupShift)
        | (arbitraryAddressCapable ? 1UL << ArbitraryShift : 0));

    /// <summary>Reads a NAME: 16 digits in hex or fewer, with or without <c>0x</c>.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <returns>The NAME.</returns>
    /// <exception cref="FormatException">It is none.</exception>
    public static J1939Name Parse(string s, IFormatProvider? provider = null) => TryParse(s, provider, out var name) ? name
        : throw new FormatException($"'{s}' is no NAME. Write its 64 bits in hex: 0x10000C00534004D3.");

    /// <summary>As <see cref="Parse"/>, without an exception where it is none.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Not used: the text is invariant.</param>
    /// <param name="result">The NAME.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out J1939Name result)
    {
        var digits = s.AsSpan().Trim();
        digits = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? digits[2..] : digits;
        var isOne = ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && digits.Length <= Digits;
        result = new(value);
        return isOne;
    }

    /// <summary>All of it, in hex.</summary>
    /// <returns><c>10000C00534004D3</c></returns>
    public override string ToString() => Value.ToString("X16", CultureInfo.InvariantCulture);

    private static ulong Bits(int value, string field, int most, int shift)
    {
        Option.RequireRange(value, field, 0, most);
        return (ulong)value << shift;
    }

    private int Field(int shift, int mask) => (int)(Value >> shift) & mask;
}
