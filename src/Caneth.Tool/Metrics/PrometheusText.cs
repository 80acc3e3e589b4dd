using System.Globalization;
using System.Text;

namespace Caneth.Tool.Metrics;

/// <summary>Metrics as Prometheus reads them: its text format, version 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>What kind of text it is.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes metrics, and numbers of a service beside them.</summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="facts">Numbers of the service, by names in camel case.</param>
    public static byte[] Of(IEnumerable<Metric> metrics, IEnumerable<KeyValuePair<string, long>> facts)
    {
        var text = new StringBuilder();
        foreach (var metric in metrics)
        {
            var name = NameOf(metric);
            WriteHead(text, name, metric.Description, metric.IsCounter ? "counter" : "gauge");
            foreach (var point in metric.Points)
            {
                text.Append(name);
                WriteTags(text, point.Tags);
                text.Append(CultureInfo.InvariantCulture, $" {point.Value:R}\n");
            }
        }

        foreach (var (fact, value) in facts)
        {
            var name = $"caneth_service_{SnakeCase(fact)}";
            WriteHead(text, name, null, "gauge");
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void WriteHead(StringBuilder text, string name, string? description, string type)
    {
        if (description is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {description.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {type}\n");
    }

    private static void WriteTags(StringBuilder text, KeyValuePair<string, string>[] tags)
    {
        if (tags.Length == 0)
        {
            return;
        }

        text.Append('{').AppendJoin(',', tags.Select(tag => $"{Letters(tag.Key)}=\"{Escaped(tag.Value)}\"")).Append('}');
    }

    /// <summary>Points become underscores; what is in seconds says so at its end, and so does what only grows.</summary>
    private static string NameOf(Metric metric) => $"{Letters(metric.Name)}{(metric.Unit == "s" ? "_seconds" : "")}{(metric.IsCounter ? "_total" : "")}";

    private static string Letters(string name) => string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);

    private static string SnakeCase(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
