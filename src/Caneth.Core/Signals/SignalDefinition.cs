namespace Caneth.Signals;

/// <summary>Where a signal lies in its message, how its bits become a number, and what the file says of it.</summary>
public sealed class SignalDefinition
{
    internal SignalDefinition(string name, string shortName, SignalLayout layout, SignalScale scale)
    {
        Name = name;
        ShortName = shortName;
        Layout = layout;
        Scale = scale;
    }

    /// <summary>Its name; the long one where the file has one.</summary>
    public string Name { get; }

    /// <summary>Its name as the file writes it, at most 32 characters in a file of Vector's.</summary>
    public string ShortName { get; }

    /// <summary>The name of the message that has it; null where it belongs to none.</summary>
    public string? Message { get; internal set; }

    /// <summary>The start bit as a DBC file counts: the least significant bit of each byte first, 0 in the first byte.</summary>
    public int StartBit => Layout.StartBit;

    /// <summary>The length in bits.</summary>
    public int Length => Layout.Length;

    /// <summary>Which end the start bit names.</summary>
    public ByteOrder ByteOrder => Layout.ByteOrder;

    /// <summary>How the bits are read.</summary>
    public SignalKind Kind => Scale.Kind;

    /// <summary>What the raw value is multiplied by.</summary>
    public double Factor => Scale.Factor;

    /// <summary>What is added to that.</summary>
    public double Offset => Scale.Offset;

    /// <summary>Whether every physical value is a whole number, and given without loss.</summary>
    public bool IsIntegral => Scale.IsIntegral;

    /// <summary>The lowest physical value that makes sense, or null where the file gives no range.</summary>
    public double? Minimum { get; internal init; }

    /// <summary>The highest physical value that makes sense, or null where the file gives no range.</summary>
    public double? Maximum { get; internal init; }

    /// <summary>Both without a rounding, where a double would round them; null elsewhere.</summary>
    internal WholeRange? WholeRange { get; init; }

    /// <summary>The minimum as the file has it.</summary>
    internal object? ExactMinimum => WholeRange is { } range ? range.Minimum : Minimum;

    /// <summary>The maximum as the file has it.</summary>
    internal object? ExactMaximum => WholeRange is { } range ? range.Maximum : Maximum;

    /// <summary>The unit, such as <c>rpm</c>; empty where there is none.</summary>
    public string Unit { get; internal init; } = "";

    /// <summary>The nodes that receive it.</summary>
    public IReadOnlyList<string> Receivers { get; internal init; } = [];

    /// <summary>The texts of its raw values, or null.</summary>
    public ValueTable? Values { get; internal init; }

    /// <summary>What is sent where nobody has said anything else, or a missing value where the file does not say.</summary>
    public CanValue StartValue { get; internal init; }

    /// <summary>The signal whose value says whether this one is in the frame, or null where it always is.</summary>
    public SignalDefinition? Multiplexer { get; internal set; }

    /// <summary>The values of <see cref="Multiplexer"/> at which this signal is in the frame, in order and not overlapping.</summary>
    public IReadOnlyList<MultiplexRange> MultiplexValues { get; internal set; } = [];

    /// <summary>Whether other signals are in the frame or not by this one's value.</summary>
    public bool IsMultiplexer { get; internal set; }

    /// <summary>What the file says of it, or null.</summary>
    public string? Comment { get; internal init; }

    /// <summary>Its attributes.</summary>
    public required AttributeSet Attributes { get; init; }

    /// <summary>J1939's number of the parameter (SPN), where the file gives it.</summary>
    public int? Spn => Attributes.Number("SPN") is > 0 and <= int.MaxValue and var number ? (int)number : null;

    /// <summary>The line of the file that defines it, from 1.</summary>
    public int Line { get; internal init; }

    /// <summary>The column in that line, from 1.</summary>
    internal int Column { get; init; }

    internal SignalLayout Layout { get; }

    internal SignalScale Scale { get; }

    /// <summary>The bits of the start value or, where there is none, of the value within the range that is nearest to 0.</summary>
    internal ulong StartBits => !StartValue.IsMissing ? (ulong)StartValue.Raw & Layout.Mask
        : TryToBits(Math.Max(Minimum ?? 0, Math.Min(Maximum ?? 0, 0)), out var bits) ? bits : 0;

    /// <summary>The value that bits stand for.</summary>
    /// <param name="bits">The bits of the signal, the least significant in the lowest place.</param>
    /// <returns>Number, raw value and text.</returns>
    public CanValue ToValue(ulong bits)
    {
        var raw = Scale.ToRaw(bits);
        return new(Scale.ToPhysical(bits), raw, Values is { } values && values.TryGetText(raw, out var text) ? text : null);
    }

    /// <summary>The bits that stand for a physical value, or for the step that is nearest to it.</summary>
    /// <param name="physical">The physical value, in the signal's unit.</param>
    /// <param name="bits">The bits, the least significant in the lowest place.</param>
    /// <returns>Whether the signal has such bits; false also where its values are no numbers.</returns>
    public bool TryToBits(double physical, out ulong bits) => Scale.TryToBits(physical, out bits);

    /// <summary>The bits that stand for a whole physical value, without a rounding on the way where <see cref="IsIntegral"/>.</summary>
    /// <param name="physical">The physical value, in the signal's unit.</param>
    /// <param name="bits">The bits, the least significant in the lowest place.</param>
    /// <returns>Whether the signal has such bits; false also where its values are no numbers.</returns>
    public bool TryToBits(Int128 physical, out ulong bits) => Scale.TryToBits(physical, out bits);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
