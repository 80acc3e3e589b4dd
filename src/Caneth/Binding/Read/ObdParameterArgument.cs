using System.ComponentModel;
using System.Management.Automation;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Values of OBD-II as a user names them: <c>EngineSpeed</c>, <c>Lambda*</c>, or a PID, which is always in hex: <c>0C</c>.</summary>
[TypeConverter(typeof(ObdParameterConverter))]
public sealed class ObdParameterArgument
{
    private readonly string text;
    private readonly WildcardPattern? pattern;
    private readonly IReadOnlyList<ObdParameter> named = [];

    /// <summary>Values that are named one by one.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="named">The values.</param>
    internal ObdParameterArgument(string text, IReadOnlyList<ObdParameter> named) => (this.text, this.named) = (text, named);

    /// <summary>Those of the values of a vehicle whose names fit.</summary>
    /// <param name="pattern">What the user wrote.</param>
    internal ObdParameterArgument(string pattern) => (text, this.pattern) = (pattern, WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));

    /// <summary>Values as a user names them.</summary>
    /// <param name="text">The name or the PID.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static implicit operator ObdParameterArgument(string text) => ObdParameterConverter.ReadText(text);

    /// <summary>What the user wrote.</summary>
    /// <returns><c>EngineSpeed</c></returns>
    public override string ToString() => text;

    /// <summary>The values that are meant: those that are named, or those of a vehicle whose names fit.</summary>
    /// <param name="supported">The PIDs that the vehicle has.</param>
    internal IEnumerable<ObdParameter> Of(IEnumerable<byte> supported) =>
        pattern is null ? named : supported.SelectMany(ObdParameter.OfPid).Where(parameter => pattern.IsMatch(parameter.Name));
}
