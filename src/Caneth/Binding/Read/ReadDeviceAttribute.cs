namespace Caneth.Binding;

/// <summary>Reads a device from a property of a CSV line: an empty text names none.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadDeviceAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object? Read(object argument) => Argument.ValueOf(argument) is "" ? null : argument;
}
