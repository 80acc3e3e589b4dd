using System.ComponentModel;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>A service of UDS or OBD-II as a user writes it: <c>22</c>, <c>0x22</c>, <c>ReadDataByIdentifier</c>.</summary>
/// <param name="Value">The service.</param>
[TypeConverter(typeof(ServiceConverter))]
public sealed record ServiceArgument(UdsService Value)
{
    /// <summary>A service.</summary>
    /// <param name="value">The service.</param>
    public static implicit operator ServiceArgument(UdsService value) => new(value);

    /// <summary>A service as a user writes it.</summary>
    /// <param name="text">The service.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator ServiceArgument(string text) => ServiceConverter.ReadText(text);

    /// <summary>The name of the service.</summary>
    /// <returns><c>ReadDataByIdentifier</c></returns>
    public override string ToString() => Value.ToString();
}
