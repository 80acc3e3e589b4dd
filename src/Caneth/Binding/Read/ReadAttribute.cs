using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Reads what a user wrote for a parameter, and refuses while binding what cannot be read.</summary>
public abstract class ReadAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        try
        {
            return inputData is null ? null : Read(inputData);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            throw new ArgumentTransformationMetadataException(VisibleText.OfLines(exception.Message), exception);
        }
    }

    /// <summary>Reads it.</summary>
    /// <param name="argument">What the user gave; never null.</param>
    /// <returns>The value for the parameter.</returns>
    /// <exception cref="FormatException">It cannot be read; the message shows the value and the forms allowed.</exception>
    protected abstract object? Read(object argument);
}
