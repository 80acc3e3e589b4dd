using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>
/// Has the converter of a parameter's type read the value before PowerShell's own binder looks at it. The binder would come to the same,
/// but it hands no list to a parameter of one value, and keeps what a converter says of a value that came by the pipeline to itself.
/// </summary>
/// <typeparam name="TConverter">The converter of the type, or of the elements of an array.</typeparam>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadAttribute<TConverter> : ArgumentTransformationAttribute
    where TConverter : ArgumentConverter, new()
{
    private static readonly TConverter Converter = new();

    /// <summary>Whether the parameter takes an array of values.</summary>
    public bool Each { get; set; }

    /// <summary>Whether what cannot be read is left to other parameters.</summary>
    public bool Optional { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            // A script block in the place of an id may be an action given alone, which the binder finds out next.
            return inputData is null || Argument.ValueOf(inputData) is ScriptBlock ? inputData
                : Each ? Converter.ReadEach(inputData)
                : Converter.ReadOne(inputData);
        }
        catch (Exception exception) when (ArgumentConverter.IsRefusal(exception))
        {
            return Optional ? inputData : throw new ArgumentTransformationMetadataException(VisibleText.OfLines(exception.Message), exception);
        }
    }
}
