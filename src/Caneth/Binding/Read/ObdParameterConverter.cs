using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Reads values of OBD-II by name, wildcards allowed, or by PID, always in hex: <c>EngineSpeed</c>, <c>Lambda*</c>, <c>0C</c>, <c>0x0C</c>.</summary>
public sealed class ObdParameterConverter : ArgumentConverter<ObdParameterArgument>
{
    // What a PID that has no name is shown as.
    private const string Unnamed = "Pid";

    /// <inheritdoc/>
    protected override ObdParameterArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        byte pid => OfPid(pid),
        ObdSupport support => OfPid(support.Pid),
        ObdParameter parameter => new(parameter.Name, [parameter]),

        // PowerShell makes the number 13 of 0x0D, and 0 of 0D; only what stands alone remembers what was typed.
        int or long or decimal or double when argument is not PSObject && Argument.TextOf(argument).Length > 1 =>
            throw FaultMessages.PidTextLost(Argument.TextOf(argument)),
        _ => ReadText(Argument.TextOf(argument)),
    };

    internal static ObdParameterArgument ReadText(string text)
    {
        var name = text.Trim();
        if (ObdParameter.TryGet(name, out var parameter))
        {
            return new(name, [parameter]);
        }

        var digits = name.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? name[2..]
            : name.StartsWith(Unnamed, StringComparison.OrdinalIgnoreCase) ? name[Unnamed.Length..]
            : name;
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var pid) ? OfPid(pid)
            : WildcardPattern.ContainsWildcardCharacters(name) ? new(name)
            : throw FaultMessages.NotAnObdValue(text);
    }

    private static ObdParameterArgument OfPid(byte pid) => SupportedPids.IsAskedForBy(pid) ? throw FaultMessages.PidIsMask(pid)
        : new(pid.ToString("X2", CultureInfo.InvariantCulture), ObdParameter.OfPid(pid));
}
