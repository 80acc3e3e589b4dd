using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>Which faults are cleared by UDS, as a user writes it: <c>P0301-00</c>, <c>P0301</c>, <c>FFFFFF</c> for all.</summary>
/// <param name="Value">The group: 3 bytes.</param>
[TypeConverter(typeof(FaultGroupConverter))]
public sealed record FaultGroupArgument(uint Value)
{
    /// <summary>Faults as a user writes them.</summary>
    /// <param name="text">The code, or the group.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator FaultGroupArgument(string text) => FaultGroupConverter.ReadText(text);

    /// <summary>The group as it can be written.</summary>
    /// <returns><c>030100</c></returns>
    public override string ToString() => Value.ToString("X6", CultureInfo.InvariantCulture);
}
