namespace Caneth.Binding;

/// <summary>Reads how the data of a wanted frame begins: bytes, with <c>??</c> for any.</summary>
public sealed class DataPatternConverter : ArgumentConverter<DataPattern>
{
    /// <inheritdoc/>
    protected override DataPattern Read(object argument) => Argument.ValueOf(argument) is string text
        ? DataPattern.Parse(text)
        : new DataPattern([.. DataConverter.ReadBytes(argument).Select(value => (byte?)value)]);
}
