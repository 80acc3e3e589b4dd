namespace Caneth.Binding;

/// <summary>Reads a packet from a list of bytes, which PowerShell hands to no parameter of a single value.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadPacketAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object? Read(object argument) => Argument.ValueOf(argument) switch
    {
        byte[] bytes => new PacketArgument(bytes),
        object[] numbers => new PacketArgument(ReadBytesAttribute.ReadAll(numbers)),
        _ => argument,
    };
}
