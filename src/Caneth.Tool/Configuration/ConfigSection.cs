using System.Globalization;
using System.Text.Json;
using Caneth.Binding;

namespace Caneth.Tool.Configuration;

/// <summary>
/// An object of a configuration. Each value is asked for by its name; what nobody has asked for is refused in the end, with the nearest name that is
/// known, since a mistyped name would otherwise be a setting that does nothing.
/// </summary>
internal sealed class ConfigSection
{
    private const long Kilobyte = 1024;

    private static readonly TimeSpan LongestTime = TimeSpan.FromDays(49);
    private static readonly (string Name, long Bytes)[] SizeUnits =
        [("KB", Kilobyte), ("MB", Kilobyte * Kilobyte), ("GB", Kilobyte * Kilobyte * Kilobyte), ("TB", Kilobyte * Kilobyte * Kilobyte * Kilobyte), ("B", 1)];

    private readonly JsonElement element;
    private readonly string place;
    private readonly List<string> known = [];
    private readonly List<ConfigSection> sections = [];

    /// <param name="element">The object.</param>
    /// <param name="place">Where it stands, as messages say it: <c>fleet.json: devices[2]</c>.</param>
    /// <exception cref="ConfigException">It is no object.</exception>
    public ConfigSection(JsonElement element, string place)
    {
        this.element = element;
        this.place = place;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ConfigException($"{place} is {KindOf(element)}; an object {{ ... }} belongs there.");
        }
    }

    /// <summary>Whether a value is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text that is not empty; null where there is none.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value, PlaceOf(name)) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>What a text or a number says, by who reads it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="read">Throws a <see cref="FormatException"/> or an <see cref="ArgumentException"/> for what it does not understand.</param>
    /// <param name="otherwise">What there is where nothing is said.</param>
    public T? Read<T>(string name, Func<string, T> read, T? otherwise = default) =>
        Find(name) is { } value ? Understand(ScalarOf(value, PlaceOf(name)), PlaceOf(name), read) : otherwise;

    /// <summary>A list, or one of it; empty where there is none.</summary>
    public IReadOnlyList<T> ReadAll<T>(string name, Func<string, T> read) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select((value, index) =>
            Understand(ScalarOf(value, $"{PlaceOf(name)}[{index}]"), $"{PlaceOf(name)}[{index}]", read))],
        { } value => [Understand(ScalarOf(value, PlaceOf(name)), PlaceOf(name), read)],
    };

    /// <summary>True or false; false where nothing is said.</summary>
    public bool Flag(string name) => Find(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw new ConfigException($"{PlaceOf(name)} is {KindOf(value)}; true or false is allowed."),
    };

    /// <summary>A whole number within limits.</summary>
    public long Number(string name, long least, long most, long otherwise) => Read(name, Verbs.Read.Number(least, most), otherwise);

    /// <summary>A number of bytes: <c>4GB</c>, <c>64MB</c>, <c>1000000</c>; null where nothing is said.</summary>
    public long? Size(string name, long least) => Has(name) ? Read(name, text => SizeOf(text, least)) : null;

    /// <summary>A time: seconds, <c>100ms</c>, <c>1.5s</c>, <c>15min</c>, <c>2h</c>, <c>30d</c>; null where nothing is said.</summary>
    public TimeSpan? Time(string name, TimeSpan least) => Has(name) ? Read(name, text => TimeOf(text, least)) : null;

    /// <summary>An object in this one; null where there is none.</summary>
    public ConfigSection? Section(string name) => Find(name) is { } value ? Added(value, PlaceOf(name)) : null;

    /// <summary>A list of objects; empty where there is none.</summary>
    public IReadOnlyList<ConfigSection> Sections(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select((value, index) => Added(value, $"{PlaceOf(name)}[{index}]"))],
        { } value => throw new ConfigException($"{PlaceOf(name)} is {KindOf(value)}; a list [ ... ] of objects belongs there."),
    };

    /// <summary>Texts by names that are not known before.</summary>
    public IReadOnlyDictionary<string, string> Map(string name) => Find(name) switch
    {
        null => new Dictionary<string, string>(),
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().ToDictionary(
            property => property.Name, property => TextOf(property.Value, $"{PlaceOf(name)}.{VisibleText.Shorten(property.Name)}"), StringComparer.OrdinalIgnoreCase),
        { } value => throw new ConfigException($"{PlaceOf(name)} is {KindOf(value)}; an object {{ \"name\": \"text\" }} belongs there."),
    };

    /// <summary>Refuses what nobody has asked for, here and in the objects of this one.</summary>
    /// <exception cref="ConfigException">Something is not known.</exception>
    public void RefuseTheRest()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name))
            {
                var nearest = NearestName.Of(property.Name, known);
                throw new ConfigException($"{place}{Separator}{VisibleText.Shorten(property.Name)} is not known"
                    + $"{(nearest is null ? "." : $"; did you mean '{nearest}'?")} Known are: {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
            }
        }

        foreach (var section in sections)
        {
            section.RefuseTheRest();
        }
    }

    /// <summary>What a value must not be.</summary>
    public ConfigException Wrong(string name, string message) => new($"{PlaceOf(name)}: {message}");

    /// <summary>A value that must be there and is not.</summary>
    public ConfigException Missing(string name) => new($"{PlaceOf(name)} is missing, and must be there.");

    private string Separator => place.EndsWith(':') ? " " : ".";

    private string PlaceOf(string name) => $"{place}{Separator}{name}";

    private ConfigSection Added(JsonElement value, string where)
    {
        var section = new ConfigSection(value, where);
        sections.Add(section);
        return section;
    }

    private JsonElement? Find(string name)
    {
        if (!known.Contains(name))
        {
            known.Add(name);
        }

        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private static string TextOf(JsonElement value, string where) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
        ? text
        : throw new ConfigException($"{where} is {(value.ValueKind == JsonValueKind.String ? "empty" : KindOf(value))}; a text belongs there.");

    private static string ScalarOf(JsonElement value, string where) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetRawText(),
        _ => TextOf(value, where),
    };

    private static T Understand<T>(string text, string where, Func<string, T> read)
    {
        try
        {
            return read(text);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException)
        {
            throw new ConfigException($"{where}: {Verbs.Read.MessageOf(failure)}");
        }
    }

    private static long SizeOf(string text, long least)
    {
        var (name, bytes) = Array.Find(SizeUnits, unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase));
        var number = name is null ? text : text[..^name.Length].TrimEnd();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            throw new FormatException($"'{VisibleText.Shorten(text)}' is not a size. Write a number of bytes, or one with KB, MB, GB or TB: 4GB.");
        }

        var size = value * (name is null ? 1 : bytes);
        return size >= least && size <= long.MaxValue ? (long)size
            : throw new FormatException($"'{text}' is {size:0} bytes; {least:N0} to {long.MaxValue:N0} are allowed.");
    }

    private static TimeSpan TimeOf(string text, TimeSpan least) =>
        !TimeText.TryRead(text, out var time)
            ? throw new FormatException($"'{VisibleText.Shorten(text)}' is not a time. Write seconds (10, 0.5), or a number with ms, s, min, h or d: 100ms, 15min.")
        : time < least || time > LongestTime ? throw new FormatException($"'{text}' is out of its range; {least.TotalSeconds:0.###} s to 49 days are allowed.")
        : time;

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
