using System.Text;

namespace Caneth.Publishing;

/// <summary>How topics are made: levels with <c>/</c> between, which a broker of any kind takes.</summary>
internal static class Topic
{
    private const int MaxLevelLength = 100;

    /// <summary>Where the frames of a device go.</summary>
    public static string OfFrames(string prefix, string device) => $"{prefix}/{Level(device)}/frames";

    /// <summary>Where the frames of all devices go.</summary>
    public static string OfAllFrames(string prefix) => $"{prefix}/+/frames";

    /// <summary>Where a signal of a device goes.</summary>
    public static string OfSignal(string prefix, string device, string message, string signal) =>
        $"{prefix}/{Level(device)}/signals/{Level(message)}/{Level(signal)}";

    /// <summary>Refuses a text that cannot stand before the topics of all devices.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void Require(string prefix) => Option.Require(
        Array.TrueForAll(prefix.Split('/'), level => level == Level(level)), nameof(Topic), $"'{VisibleText.Shorten(prefix)}'",
        "levels of letters, digits, - and _ with / between: can/v1");

    /// <summary>Makes a level of a name: what brokers give a meaning, and what is no letter, digit, dash or underscore, becomes an underscore.</summary>
    public static string Level(string name)
    {
        var level = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (level.Length >= MaxLevelLength)
            {
                break;
            }

            level.Append(Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' ? rune.ToString() : "_");
        }

        return level.Length == 0 ? "_" : level.ToString();
    }
}
