namespace Caneth.Binding;

/// <summary>Reads a packet of a gateway: text, bytes in hex, or a list of numbers.</summary>
public sealed class PacketConverter : ArgumentConverter<PacketArgument>
{
    /// <inheritdoc/>
    protected override PacketArgument Read(object argument) => Argument.ValueOf(argument) switch
    {
        byte[] bytes => new(bytes),
        System.Collections.IList numbers => new(DataConverter.ReadBytes(numbers)),
        _ => new(Argument.TextOf(argument)),
    };
}
