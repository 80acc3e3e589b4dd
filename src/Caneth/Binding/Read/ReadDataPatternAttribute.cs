namespace Caneth.Binding;

/// <summary>Reads how the data of a wanted frame begins: bytes, with <c>??</c> for any.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadDataPatternAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.ValueOf(argument) switch
    {
        DataPattern pattern => pattern,
        string text => DataPattern.Parse(text),
        _ => new DataPattern([.. ReadBytesAttribute.ReadAll(argument).Select(value => (byte?)value)]),
    };
}
