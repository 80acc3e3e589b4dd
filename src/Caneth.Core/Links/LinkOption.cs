using System.Globalization;

namespace Caneth.Links;

/// <summary>What can be said of a link in the query of its address, for example <c>?bitrate=500000</c>.</summary>
public sealed class LinkOption
{
    private readonly Func<string, bool> isValue;

    private LinkOption(string key, string values, string description, Func<string, bool> isValue, IReadOnlyList<string>? choices = null)
    {
        Key = key;
        Choices = choices ?? [];
        Values = values;
        Description = description;
        this.isValue = isValue;
    }

    /// <summary>What it is called: <c>bitrate</c>.</summary>
    public string Key { get; }

    /// <summary>What it can be, in words: <c>10000, 20000 or 50000</c>.</summary>
    public string Values { get; }

    /// <summary>What it does, in a sentence.</summary>
    public string Description { get; }

    /// <summary>What it can be, where that is one of a few texts; empty where it is a number.</summary>
    internal IReadOnlyList<string> Choices { get; }

    /// <summary>As in an address.</summary>
    /// <returns><c>bitrate=10000, 20000 or 50000</c></returns>
    public override string ToString() => $"{Key}={Values}";

    /// <summary>An option that has one of a few values.</summary>
    internal static LinkOption OneOf(string key, string description, params string[] values) =>
        new(key, values.Length == 1 ? values[0] : $"{string.Join(", ", values[..^1])} or {values[^1]}", description, value => values.Contains(value), values);

    /// <summary>An option that is a whole number.</summary>
    internal static LinkOption Number(string key, string description, int least, int most) => new(key, $"{least} to {most}", description,
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    /// <summary>Whether it can have a value.</summary>
    internal bool IsValue(string value) => isValue(value);
}
