using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>
/// Reads what a user wrote for a value of a type, wherever PowerShell has to make one: at a parameter of a cmdlet, of a proxy, a mock or
/// any function, in a cast. The types of the module name their converter themselves; those of the library have theirs by
/// Caneth.Types.ps1xml.
/// </summary>
public abstract class ArgumentConverter : PSTypeConverter
{
    /// <summary>Reads one value.</summary>
    /// <param name="argument">What the user gave; never null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">It cannot be read; the message shows the value and the forms allowed.</exception>
    internal abstract object ReadOne(object argument);

    /// <summary>Reads one value or a list of them.</summary>
    /// <param name="argument">What the user gave; never null.</param>
    /// <returns>An array of values.</returns>
    /// <exception cref="FormatException">One of them cannot be read; the message shows the value and the forms allowed.</exception>
    internal abstract Array ReadEach(object argument);

    /// <inheritdoc/>
    public sealed override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public sealed override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();

    /// <summary>Whether it says what a value is, or that something cannot be one.</summary>
    internal static bool IsRefusal(Exception exception) => exception is FormatException or ArgumentException or OverflowException;
}

/// <summary>Reads what a user wrote for a value of one type.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class ArgumentConverter<T> : ArgumentConverter
    where T : notnull
{
    /// <inheritdoc/>
    public sealed override bool CanConvertFrom(object sourceValue, Type destinationType) => destinationType == typeof(T);

    /// <inheritdoc/>
    public sealed override bool CanConvertFrom(PSObject sourceValue, Type destinationType) => destinationType == typeof(T);

    /// <inheritdoc/>
    public sealed override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Convert(sourceValue);

    // Unlike the bare value it remembers the text that was typed: 7e8 is a number to PowerShell.
    /// <inheritdoc/>
    public sealed override object ConvertFrom(PSObject sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Convert(sourceValue);

    /// <summary>Reads one value.</summary>
    /// <param name="argument">What the user gave; never null, and never a value of the type itself.</param>
    /// <returns>The value.</returns>
    /// <exception cref="FormatException">It cannot be read; the message shows the value and the forms allowed.</exception>
    protected abstract T Read(object argument);

    // Frames come by the million, so what is of the type already is handed on in its box.
    internal sealed override object ReadOne(object argument) =>
        Argument.ValueOf(argument) is { } value && value is T ? value : Read(argument);

    internal sealed override Array ReadEach(object argument) => Argument.ValueOf(argument) switch
    {
        T[] values => values,
        T value => new[] { value },
        _ => Argument.Each(argument).Select(one => (T)ReadOne(one ?? throw ModuleMessages.NothingInList())).ToArray(),
    };

    private object Convert(object argument)
    {
        try
        {
            return ReadOne(argument);
        }
        catch (Exception exception) when (IsRefusal(exception))
        {
            throw new FormatException(VisibleText.OfLines(ModuleMessages.Of(exception)), exception);
        }
    }
}
