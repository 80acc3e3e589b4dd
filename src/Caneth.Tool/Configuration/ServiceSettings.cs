using Caneth.Tool.Devices;

namespace Caneth.Tool.Configuration;

/// <summary>What every service has: its name, and how it tells of itself.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Health">Where its health can be read: <c>http://127.0.0.1:8080</c>, or the path of a file; null for nowhere.</param>
/// <param name="Log">How much to report on standard error.</param>
/// <param name="Telemetry">Where its metrics are sent; null for nowhere.</param>
internal sealed record ServiceSettings(string Name, string? Health, LogLevel Log, TelemetrySettings? Telemetry)
{
    private const string Http = "http://";

    /// <summary>Whether its health is read over HTTP, and not from a file.</summary>
    public static bool IsAddress(string health) => health.StartsWith(Http, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads them.</summary>
    /// <param name="section">Where they stand.</param>
    /// <param name="name">What it is called where nothing is said.</param>
    public static ServiceSettings Of(ConfigSection section, string name) => new(
        section.Read("name", CheckName, name)!,
        section.Read("health", CheckHealth),
        section.Read("log", Verbs.Read.Level, LogLevel.Info),
        section.Section("telemetry") is { } telemetry ? TelemetrySettings.Of(telemetry) : null);

    /// <summary>Reads where the health can be read.</summary>
    public static string CheckHealth(string text) => !IsAddress(text) ? Path.GetFullPath(text)
        : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { AbsolutePath: "/", Query: "", UserInfo: "", Port: > 0 } ? $"{Http}{uri.Authority}/"
        : throw new FormatException($"'{VisibleText.Shorten(text)}' is not an address. Write http://127.0.0.1:8080, or the path of a file.");

    private static string CheckName(string text) => text.Length <= 100 && VisibleText.Of(text) == text ? text
        : throw new FormatException("a name has 100 characters at most, and no control characters.");
}

/// <summary>Where metrics are sent by OpenTelemetry's protocol.</summary>
/// <param name="Endpoint">The collector's address for OTLP over HTTP, whose usual port is 4318.</param>
/// <param name="Every">How often.</param>
/// <param name="Headers">What goes with each request, secrets too.</param>
internal sealed record TelemetrySettings(Uri Endpoint, TimeSpan Every, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Reads them.</summary>
    public static TelemetrySettings Of(ConfigSection section)
    {
        var endpoint = section.Read("to", CheckEndpoint) ?? throw section.Missing("to");
        var token = Secret.Of(section, "authorization");
        return new(endpoint, section.Time("every", TimeSpan.FromSeconds(1)) ?? TimeSpan.FromSeconds(30),
            token is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["Authorization"] = token });
    }

    private static Uri CheckEndpoint(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0
        ? new Uri(uri.AbsoluteUri.TrimEnd('/') + (uri.AbsolutePath.EndsWith("/v1/metrics", StringComparison.Ordinal) ? "" : "/v1/metrics"))
        : throw new FormatException($"'{VisibleText.Shorten(text)}' is not the address of a collector. Write http://127.0.0.1:4318, without a secret in it.");
}
