using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>What the user gave for a parameter, before it is converted.</summary>
internal static class Argument
{
    /// <summary>
    /// The text of an argument as it was typed. PowerShell makes numbers of <c>7e8</c> (700,000,000) and <c>00000123</c>
    /// (123), both of which are hex ids; the object that it hands over still remembers the text.
    /// </summary>
    /// <param name="argument">What the binder hands over.</param>
    /// <returns>The text, or the invariant text of the value.</returns>
    public static string TextOf(object? argument) => argument switch
    {
        null => string.Empty,
        PSObject typed => typed.ToString(),
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? string.Empty,
    };

    /// <summary>The value inside the wrapper; an object that is nothing but its properties stays as it is.</summary>
    /// <param name="argument">What the binder hands over.</param>
    /// <returns>The value itself.</returns>
    public static object? ValueOf(object? argument) => argument is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : argument;

    /// <summary>The elements of a list, or the argument alone.</summary>
    /// <param name="argument">What the binder hands over.</param>
    /// <returns>One or more arguments.</returns>
    public static IEnumerable<object?> Each(object? argument) =>
        ValueOf(argument) is IEnumerable list and not (string or IDictionary) ? list.Cast<object?>() : [argument];

    /// <summary>Whether it is a number that PowerShell made of an id like <c>7e8</c> in a list, where the text is gone.</summary>
    /// <param name="argument">What the binder hands over.</param>
    /// <returns>Whether it is a number in floating point without a text other than its own.</returns>
    public static bool TextLost(object? argument) => ValueOf(argument) is IFormattable number and (double or float)
        && (argument is not PSObject typed || typed.ToString() is var text && (text == $"{number}" || text == number.ToString(null, CultureInfo.InvariantCulture)));
}
