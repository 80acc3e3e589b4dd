using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Binding;

/// <summary>Reads a service of UDS or OBD-II by its number, always in hex, or its name: <c>22</c>, <c>0x22</c>, <c>ReadDataByIdentifier</c>.</summary>
public sealed class ServiceConverter : ArgumentConverter<ServiceArgument>
{
    // A number with this bit is that of an answer.
    private const byte ResponseBit = 0x40;

    /// <inheritdoc/>
    protected override ServiceArgument Read(object argument) => Argument.ValueOf(argument) is UdsService service ? new(service)
        : Argument.TextLost(argument) ? throw EcuMessages.NotAService(Argument.TextOf(argument))
        : ReadText(Argument.TextOf(argument));

    internal static ServiceArgument ReadText(string text)
    {
        var name = text.Trim();
        var digits = name.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? name[2..] : name;
        if (byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
        {
            return (number & ResponseBit) == 0 ? new((UdsService)number) : throw EcuMessages.NotAService(text);
        }

        return Enum.GetValues<UdsService>().FirstOrDefault(service => service.ToString().Equals(name, StringComparison.OrdinalIgnoreCase)) is var found && found != 0
            ? new(found)
            : throw EcuMessages.NotAService(text);
    }
}
