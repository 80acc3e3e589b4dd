using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>A value that control units give by OBD-II (SAE J1979, services 01 and 02): what it is called, and how its bytes are read.</summary>
public sealed class ObdParameter
{
    private static readonly ObdParameter[] Table = [.. ObdTable.Rows()];
    private static readonly ILookup<byte, ObdParameter> ByPid = Table.ToLookup(parameter => parameter.Pid);
    private static readonly Dictionary<string, ObdParameter> ByName = Table.ToDictionary(parameter => parameter.Name, StringComparer.OrdinalIgnoreCase);

    internal ObdParameter(byte pid, int length, string name, string? unit = null, string description = "") =>
        (Pid, Length, Name, Unit, Description, Bytes) = (pid, length, name, unit, description, length);

    /// <summary>All that have a name, in the order of their PIDs.</summary>
    public static IReadOnlyList<ObdParameter> All => Table;

    /// <summary>The number that it is asked for by (PID). A PID may hold several values.</summary>
    public byte Pid { get; }

    /// <summary>The same as people read it, in hex: <c>0C</c>.</summary>
    public string HexPid => Pid.ToString("X2", CultureInfo.InvariantCulture);

    /// <summary>What it is called: <c>EngineSpeed</c>.</summary>
    public string Name { get; }

    /// <summary>Its unit: <c>rpm</c>; null where it has none, or is a state.</summary>
    public string? Unit { get; }

    /// <summary>What it is, in a few words.</summary>
    public string Description { get; }

    /// <summary>How many bytes the answer for its PID has; 0 where nobody knows.</summary>
    public int Length { get; }

    /// <summary>Where its own bytes begin.</summary>
    internal int FirstByte { get; init; }

    /// <summary>How many bytes are its own.</summary>
    internal int Bytes { get; init; }

    /// <summary>How many of their lowest bits are not its own.</summary>
    internal int Shift { get; init; }

    /// <summary>Which of the bits that are left are its own.</summary>
    internal uint Mask { get; init; } = uint.MaxValue;

    /// <summary>Whether its highest bit is a sign.</summary>
    internal bool Signed { get; init; }

    /// <summary>What the number in its bytes is multiplied by.</summary>
    internal double Numerator { get; init; } = 1;

    /// <summary>What that is divided by.</summary>
    internal double Denominator { get; init; } = 1;

    /// <summary>What is added to that.</summary>
    internal double Offset { get; init; }

    /// <summary>The words for its numbers, where it is a state; null where it is a number.</summary>
    internal IReadOnlyDictionary<uint, string>? States { get; init; }

    /// <summary>How much the value changes where the number in its bytes changes by one.</summary>
    internal double Factor => Numerator / Denominator;

    /// <summary>Whether the whole answer for its PID is this number.</summary>
    internal bool IsWholeNumber => States is null && Length > 0 && Bytes == Length && Mask == uint.MaxValue;

    /// <summary>Finds one by its name, whatever the case.</summary>
    /// <param name="name">The name, such as <c>EngineSpeed</c>.</param>
    /// <param name="parameter">The parameter.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryGet(string name, [NotNullWhen(true)] out ObdParameter? parameter) => ByName.TryGetValue(name, out parameter);

    /// <summary>The values of a PID.</summary>
    /// <param name="pid">The PID.</param>
    /// <returns>Those that have a name; of a PID that has none a single one, whose value is its bytes.</returns>
    public static IReadOnlyList<ObdParameter> OfPid(byte pid) => ByPid.Contains(pid) ? [.. ByPid[pid]]
        : [new(pid, 0, string.Create(CultureInfo.InvariantCulture, $"Pid{pid:X2}"))];

    /// <summary>The value.</summary>
    /// <param name="data">The bytes of the answer after its PID.</param>
    /// <returns>A number (<see cref="double"/>), a state in words (<see cref="string"/>), or where nobody knows more, the bytes (<see cref="MessageData"/>).</returns>
    /// <exception cref="ArgumentException">There are fewer bytes than it has.</exception>
    public object ValueOf(ReadOnlySpan<byte> data) => Length == 0 ? new MessageData(data)
        : States is null ? NumberOf(data)
        : States.TryGetValue(RawOf(data), out var state) ? state
        : string.Create(CultureInfo.InvariantCulture, $"unknown ({RawOf(data)})");

    /// <summary>The name and the PID.</summary>
    /// <returns><c>EngineSpeed (0C)</c></returns>
    public override string ToString() => $"{Name} ({HexPid})";

    /// <summary>How many bytes the answer for a PID has; null where nobody knows.</summary>
    internal static int? LengthOf(byte pid) => SupportedPids.IsAskedForBy(pid) ? SupportedPids.MaskLength
        : ByPid[pid].FirstOrDefault()?.Length;

    /// <summary>The number in the bytes, in its unit.</summary>
    internal double NumberOf(ReadOnlySpan<byte> data)
    {
        var raw = RawOf(data);
        var unusedBits = (sizeof(uint) - Bytes) * 8;
        return (Signed ? (int)(raw << unusedBits) >> unusedBits : raw) * Numerator / Denominator + Offset;
    }

    private uint RawOf(ReadOnlySpan<byte> data)
    {
        if (data.Length < Length)
        {
            throw new ArgumentException($"{this} has {Amount.Bytes(Length)}; there are {data.Length}.", nameof(data));
        }

        var number = 0u;
        foreach (var one in data.Slice(FirstByte, Bytes))
        {
            number = number << 8 | one;
        }

        return number >> Shift & Mask;
    }
}
