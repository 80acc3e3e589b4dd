using System.Globalization;
using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>Puts the lines of a DBC file together.</summary>
internal sealed class DbcLines
{
    private const string LineEnd = "\r\n";

    private readonly StringBuilder text = new();

    /// <summary>A text in quotation marks.</summary>
    /// <param name="content">Any text. The format has no way to end one with a backslash, which gets a blank behind it.</param>
    public static string Quote(string content)
    {
        var quoted = content.Replace("\"", "\\\"", StringComparison.Ordinal);
        return quoted.EndsWith('\\') ? $"\"{quoted} \"" : $"\"{quoted}\"";
    }

    /// <summary>A number, with all its digits.</summary>
    public static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of an attribute.</summary>
    public static string Value(object value) => value switch
    {
        string content => Quote(content),
        double number => Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Adds a line.</summary>
    public void Add(string line) => text.Append(line).Append(LineEnd);

    /// <summary>Adds an empty line.</summary>
    public void Add() => text.Append(LineEnd);

    /// <summary>
    /// All lines: in Windows-1252 where that has all the letters, since that is what Vector's tools and others take a DBC file for, else
    /// in UTF-8. Text in Windows-1252 that would pass for UTF-8 is not written in it.
    /// </summary>
    public byte[] ToBytes()
    {
        var whole = text.ToString();
        return Windows1252.TryFromText(whole, out var bytes) && (Ascii.IsValid(bytes) || !System.Text.Unicode.Utf8.IsValid(bytes))
            ? bytes
            : Encoding.UTF8.GetBytes(whole);
    }
}
