using System.Globalization;
using System.Management.Automation;
using Caneth.Analysis;
using Caneth.Binding;

namespace Caneth.Commands;

/// <summary>
/// Reads values with their times from objects of any kind: signals, OBD-II values, lines of a CSV file. Times are moments, or seconds since
/// the first frame.
/// </summary>
/// <param name="property">The property that is the value; null to find it.</param>
internal sealed class TimedValueReader(string? property)
{
    /// <summary>Numbers from here on are seconds since 1970, those below it since the first frame: 1973 is earlier than any capture.</summary>
    private const double LeastUnixTime = 1e8;

    private const string UsualValue = "Value";
    private const int MostListed = 12;

    private static readonly string[] TimeNames = ["Timestamp", "Time", "DateTime", "Date", "Seconds", "t"];

    private readonly List<(LogTime Time, double Value)> values = [];

    /// <summary>Reads an object. One whose value is empty is passed over.</summary>
    /// <param name="given">The object.</param>
    /// <exception cref="FormatException">It has no time, or no value.</exception>
    public void Add(object given)
    {
        if (Argument.ValueOf(given) is TimedValue known)
        {
            values.Add((new(known.Time), known.Value));
            return;
        }

        var properties = PSObject.AsPSObject(given).Properties;
        var time = TimeNames.Select(name => properties[name]).FirstOrDefault(one => one is not null)
            ?? throw AnalysisMessages.NotATimedValue(given, $"it has none of the properties {string.Join(", ", TimeNames)}");
        var value = ValueIn(given, properties, time.Name);
        if (Argument.ValueOf(value.Value) is null or "")
        {
            return;
        }

        values.Add((TimeOf(given, time), TryNumber(value.Value, out var number) ? number
            : throw AnalysisMessages.NotATimedValue(given, $"its {VisibleText.Shorten(value.Name)} is '{VisibleText.Shorten(Argument.TextOf(value.Value))}', which is no number")));
    }

    /// <summary>The values that were read.</summary>
    /// <param name="first">The time of the first frame.</param>
    public IReadOnlyList<TimedValue> In(Timestamp first) => values.ConvertAll(one => new TimedValue(one.Time.In(first), one.Value));

    private PSPropertyInfo ValueIn(object given, PSMemberInfoCollection<PSPropertyInfo> properties, string timeName)
    {
        if (property is not null)
        {
            return properties[property] ?? throw AnalysisMessages.NotATimedValue(given, $"it has no property {VisibleText.Shorten(property)}");
        }

        if (properties[UsualValue] is { } usual)
        {
            return usual;
        }

        var numbers = properties.Where(one => one.Name != timeName && TryNumber(one.Value, out _)).ToList();
        return numbers.Count == 1 ? numbers[0] : throw AnalysisMessages.NotATimedValue(given, numbers.Count == 0
            ? "it has no Value"
            : $"which of {VisibleText.List(numbers.Select(one => one.Name), MostListed)} is the value, it does not say");
    }

    private static bool TryNumber(object? value, out double number)
    {
        number = 0;
        return Argument.ValueOf(value) switch
        {
            null or "" => false,
            string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            bool flag => (number = flag ? 1 : 0) >= 0,
            IConvertible and not (DateTime or char) => LanguagePrimitives.TryConvertTo(value, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    private static LogTime TimeOf(object given, PSPropertyInfo time) => Argument.ValueOf(time.Value) switch
    {
        Timestamp moment => new(moment),
        DateTime moment => new((Timestamp)moment),
        DateTimeOffset moment => new((Timestamp)moment),
        var other when TryNumber(other, out var seconds) && double.IsFinite(seconds) && Math.Abs(seconds) < 1e10 => seconds >= LeastUnixTime
            ? new(new Timestamp((long)(seconds * 1e9)))
            : new LogTime(TimeSpan.FromSeconds(seconds)),
        var other when Timestamp.TryParse(Argument.TextOf(other), CultureInfo.InvariantCulture, out var moment) => new(moment),
        _ => throw AnalysisMessages.NotATimedValue(given, $"its {time.Name} is '{VisibleText.Shorten(Argument.TextOf(time.Value))}', which is no time"),
    };
}
