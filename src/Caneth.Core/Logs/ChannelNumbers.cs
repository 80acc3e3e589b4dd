using System.Globalization;

namespace Caneth.Logs;

/// <summary>
/// Gives channels numbers, for formats that know no names: a number remains itself, <c>can0</c> becomes the first, any
/// other name gets the next that is free.
/// </summary>
internal sealed class ChannelNumbers
{
    private const int Last = 255;

    private readonly Dictionary<string, (int Number, string? Loss)> known = [];
    private readonly HashSet<int> taken = [];
    private readonly int first;
    private readonly LossCounter losses;
    private string? lastName;
    private int lastNumber;
    private string? lastLoss;

    /// <summary>Nothing is given yet.</summary>
    /// <param name="first">The first number: 1, or 0 in GVRET.</param>
    /// <param name="losses">Counts the frames whose name was changed.</param>
    public ChannelNumbers(int first, LossCounter losses)
    {
        this.first = first;
        this.losses = losses;
        lastNumber = first;
    }

    /// <summary>The number of a channel; a frame without one is of the first.</summary>
    public int Get(string? name)
    {
        if (!ReferenceEquals(name, lastName))
        {
            lastName = name;
            (lastNumber, lastLoss) = string.IsNullOrEmpty(name) ? (first, null) : Find(name);
        }

        if (lastLoss is not null)
        {
            losses.Add(lastLoss);
        }

        return lastNumber;
    }

    private (int Number, string? Loss) Find(string name)
    {
        if (known.TryGetValue(name, out var found))
        {
            return found;
        }

        var number = Wanted(name) is { } wanted && !taken.Contains(wanted) ? wanted : NextFree();
        var result = (number, Text(number) == name ? null : $"the channel's name '{name}', written as {number}");

        // Beyond the last number several names share one, and whoever makes up names without end must not fill the memory.
        if (known.Count < Last)
        {
            known[name] = result;
            _ = taken.Add(number);
        }

        return result;
    }

    private int? Wanted(string name)
    {
        var digits = name.AsSpan().TrimStart("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > Last)
        {
            return null;
        }

        // Interfaces count from 0 and channels from the first; digits alone are a channel already.
        var wanted = digits.Length < name.Length ? number + first : number;
        return wanted >= first && wanted <= Last ? wanted : null;
    }

    private int NextFree()
    {
        var number = first;
        while (number < Last && taken.Contains(number))
        {
            number++;
        }

        return number;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
