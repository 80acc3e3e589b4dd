using System.Globalization;

namespace Caneth.Simulation;

/// <summary>A fault and how bad it is, as written: <c>HalfOpen</c>, <c>Reset=500</c>, <c>Garbage=5/100</c>.</summary>
public readonly record struct FaultSetting
{
    /// <summary>A fault; what is left out is as the fault's own description says.</summary>
    /// <param name="fault">Which fault.</param>
    /// <param name="value">Its value, as described at <see cref="SimulatorFault"/>.</param>
    /// <param name="every">For <see cref="SimulatorFault.Garbage"/>: after every how many frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number beyond the limits of this fault, or one for a fault that takes none.
    /// </exception>
    public FaultSetting(SimulatorFault fault, int? value = null, int? every = null)
    {
        var rule = FaultRule.Of(fault);
        Fault = fault;
        Value = rule.CheckValue(value);
        Every = rule.CheckEvery(every);
    }

    /// <summary>Which fault.</summary>
    public SimulatorFault Fault { get; }

    /// <summary>Its value, as described at <see cref="SimulatorFault"/>; 0 for a fault without one.</summary>
    public int Value { get; }

    /// <summary>After every how many frames; 1 for a fault that does not say so apart from its value.</summary>
    public int Every { get; }

    /// <summary>A fault with its own value.</summary>
    /// <param name="fault">Which fault.</param>
    public static implicit operator FaultSetting(SimulatorFault fault) => new(fault);

    /// <summary>Reads a fault as people write it.</summary>
    /// <param name="text">
    /// <c>Name</c>, <c>Name=value</c> or <c>Name=value/every</c>; the case of the name does not matter.
    /// </param>
    /// <returns>The fault and its value.</returns>
    /// <exception cref="FormatException">There is no such fault, or its value cannot be read or is beyond its limits.</exception>
    public static FaultSetting Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? Parse(text, null) : Parse(text[..equals], text[(equals + 1)..]);
    }

    /// <summary>Reads a fault and its value as people write them.</summary>
    /// <param name="name">The name of the fault; its case does not matter.</param>
    /// <param name="value"><c>5</c> or <c>5/100</c>; null or empty for the fault's own.</param>
    /// <returns>The fault and its value.</returns>
    /// <exception cref="FormatException">There is no such fault, or its value cannot be read or is beyond its limits.</exception>
    public static FaultSetting Parse(string name, string? value)
    {
        var fault = SimulatorFaults.ParseName(name);
        try
        {
            var parts = value?.Split('/') ?? [];
            return parts switch
            {
                [] or [""] => new(fault),
                [var only] => new(fault, Number(only)),
                [var first, var every] => new(fault, Number(first), Number(every)),
                _ => throw new FormatException($"'{value}' is more than a value and a count."),
            };
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"The fault {fault} cannot be '{value}'. {FaultRule.Of(fault).Forms}", exception);
        }
    }

    /// <summary>The fault as <see cref="Parse(string)"/> reads it.</summary>
    /// <returns><c>Garbage=5/100</c></returns>
    public override string ToString()
    {
        var rule = FaultRule.Of(Fault);
        return !rule.TakesValue ? $"{Fault}"
            : rule.TakesEvery ? string.Create(CultureInfo.InvariantCulture, $"{Fault}={Value}/{Every}")
            : string.Create(CultureInfo.InvariantCulture, $"{Fault}={Value}");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a number.");
}
