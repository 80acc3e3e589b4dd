using System.Collections;
using System.ComponentModel;
using System.Globalization;

namespace Caneth;

/// <summary>Makes data of a list of numbers, for those who convert values: <c>[Caneth.CanData](1, 2)</c> in PowerShell.</summary>
public sealed class CanDataConverter : TypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        typeof(IList).IsAssignableFrom(sourceType) || base.CanConvertFrom(context, sourceType);

    /// <summary>Makes data of a list of numbers from 0 to 255.</summary>
    /// <param name="context">Not used.</param>
    /// <param name="culture">Not used: numbers are numbers.</param>
    /// <param name="value">The list.</param>
    /// <returns>The data.</returns>
    /// <exception cref="FormatException">Something in the list is not a byte.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 64 bytes.</exception>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is IList list ? new CanData(list.Cast<object?>().Select(ToByte).ToArray()) : base.ConvertFrom(context, culture, value);

    private static byte ToByte(object? value)
    {
        try
        {
            return Convert.ToByte(value, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException or FormatException)
        {
            throw new FormatException($"'{VisibleText.Of($"{value}")}' is not a byte: data is a list of numbers from 0 to 255.", exception);
        }
    }
}
