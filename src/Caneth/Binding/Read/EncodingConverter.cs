using System.Globalization;
using System.Text;

namespace Caneth.Binding;

/// <summary>Reads an encoding by its name or number: <c>utf8</c>, <c>windows-1252</c>, <c>gbk</c>, <c>shift_jis</c>, <c>936</c>.</summary>
public sealed class EncodingConverter : ArgumentConverter<Encoding>
{
    private static readonly Dictionary<string, string> NamesOfPowerShell = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf8BOM"] = "utf-8",
        ["utf8NoBOM"] = "utf-8",
        ["utf8"] = "utf-8",
        ["unicode"] = "utf-16",
        ["bigendianunicode"] = "utf-16BE",
        ["ansi"] = "windows-1252",
    };

    static EncodingConverter() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <inheritdoc/>
    protected override Encoding Read(object argument)
    {
        var text = Argument.TextOf(argument).Trim();
        try
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var page)
                ? Encoding.GetEncoding(page)
                : Encoding.GetEncoding(NamesOfPowerShell.GetValueOrDefault(text, text));
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            throw ModuleMessages.NotAnEncoding(text);
        }
    }
}
