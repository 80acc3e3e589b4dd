using System.Globalization;
using System.Text.Json;

namespace Caneth.Parquet;

/// <summary>
/// The channels of a log. A row has a number, and the file itself says what each is called: numbers are quick to write and to group by, and
/// a log has few channels.
/// </summary>
internal sealed class ChannelList
{
    // Whoever makes up names without end must not fill the memory; the last number is for all that follow.
    private const int Most = ushort.MaxValue;

    private readonly Dictionary<string, ushort> numbers = new(StringComparer.Ordinal);
    private readonly List<string?> names = [];
    private ushort? unnamed;
    private string? lastName;
    private ushort lastNumber;

    /// <summary>How many frames are of channels that got no number of their own.</summary>
    public long Unnumbered { get; private set; }

    /// <summary>The number of a channel: from 0, in the order in which they appear.</summary>
    /// <param name="name">Its name; null where a frame has none.</param>
    public ushort NumberOf(string? name)
    {
        // Neighbouring frames are mostly of one channel.
        if (names.Count == 0 || !ReferenceEquals(name, lastName))
        {
            lastNumber = Find(name);
            lastName = name;
        }

        if (lastNumber == Most)
        {
            Unnumbered++;
        }

        return lastNumber;
    }

    /// <summary>All names, in the order of their numbers.</summary>
    public string ToJson() => JsonSerializer.Serialize(names);

    /// <summary>The names that a file says, in the order of the numbers; none where it says none that can be read.</summary>
    public static string?[] Parse(string? json)
    {
        try
        {
            return json is null ? [] : JsonSerializer.Deserialize<string?[]>(json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>What to call a channel of which only its number is known.</summary>
    public static string NameOf(long number) => number.ToString(CultureInfo.InvariantCulture);

    private ushort Find(string? name)
    {
        if (name is null)
        {
            return unnamed ??= Add(name);
        }

        if (!numbers.TryGetValue(name, out var number))
        {
            number = Add(name);
            if (number < Most)
            {
                numbers.Add(name, number);
            }
        }

        return number;
    }

    private ushort Add(string? name)
    {
        if (names.Count < Most)
        {
            names.Add(name);
            return (ushort)(names.Count - 1);
        }

        return Most;
    }
}
