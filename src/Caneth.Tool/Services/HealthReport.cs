using System.Text.Json;

namespace Caneth.Tool.Services;

/// <summary>How a service is: what is wrong, in words, and numbers.</summary>
internal sealed class HealthReport
{
    private readonly List<string> problems = [];
    private readonly List<KeyValuePair<string, long>> facts = [];
    private readonly List<KeyValuePair<string, string>> texts = [];

    /// <summary>How it is in one word.</summary>
    public HealthStatus Status { get; private set; }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Numbers, by names as JSON has them.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Facts => facts;

    /// <summary>How long ago a moment is.</summary>
    public static TimeSpan Age(Timestamp moment) => DateTimeOffset.UtcNow - moment.ToDateTime();

    /// <summary>Notes what is so.</summary>
    public HealthReport Fact(string name, long value)
    {
        facts.Add(new(name, value));
        return this;
    }

    /// <inheritdoc cref="Fact(string, long)"/>
    public HealthReport Fact(string name, Timestamp? value)
    {
        if (value is { } time)
        {
            texts.Add(new(name, time.ToString()));
        }

        return this;
    }

    /// <summary>Notes what is wrong, where it is.</summary>
    public HealthReport When(bool isSo, HealthStatus status, string problem)
    {
        if (isSo)
        {
            problems.Add(VisibleText.Of(problem));
            Status = status > Status ? status : Status;
        }

        return this;
    }

    /// <summary>The report as JSON.</summary>
    /// <param name="service">What kind of service it is.</param>
    /// <param name="name">What it is called.</param>
    public byte[] ToJson(string service, string name)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, new() { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("status", NameOf(Status));
            json.WriteString("service", service);
            json.WriteString("name", name);
            json.WriteString("time", ((Timestamp)DateTimeOffset.UtcNow).ToString());
            json.WriteStartArray("problems");
            foreach (var problem in problems)
            {
                json.WriteStringValue(problem);
            }

            json.WriteEndArray();
            foreach (var (fact, value) in facts)
            {
                json.WriteNumber(fact, value);
            }

            foreach (var (fact, value) in texts)
            {
                json.WriteString(fact, value);
            }

            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    /// <summary>A status as it is written.</summary>
    public static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Ok => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failing",
    };
}
