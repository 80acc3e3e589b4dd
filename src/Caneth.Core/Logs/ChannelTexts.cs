using System.Globalization;

namespace Caneth.Logs;

/// <summary>The texts of the numbers that channels have in a file, each made once: of most frames it is that of the one before.</summary>
internal sealed class ChannelTexts
{
    // Whoever makes up numbers without end must not fill the memory.
    private const int Most = 64 * 1024;

    private readonly Dictionary<ulong, string> texts = [];
    private ulong lastNumber;
    private string? lastText;

    /// <summary>The text of a number.</summary>
    public string Of(ulong number)
    {
        if (number != lastNumber || lastText is null)
        {
            if (!texts.TryGetValue(number, out var text))
            {
                if (texts.Count == Most)
                {
                    texts.Clear();
                }

                texts[number] = text = number.ToString(CultureInfo.InvariantCulture);
            }

            (lastNumber, lastText) = (number, text);
        }

        return lastText;
    }
}
