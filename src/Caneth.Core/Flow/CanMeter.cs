using System.Diagnostics.Metrics;
using System.Reflection;

namespace Caneth.Flow;

/// <summary>
/// The meter <c>Caneth</c>: OpenTelemetry and <c>dotnet-counters</c> read from it what is counted and measured. docs/metrics.md
/// lists its instruments and their tags.
/// </summary>
internal static class CanMeter
{
    private const string Name = "Caneth";

    private static readonly string? Version =
        typeof(CanMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <summary>The meter of the process, with the version of the library.</summary>
    public static Meter Instance { get; } = new(Name, Version);

    /// <summary>The meter of who hosts the sessions, or that of the process.</summary>
    public static Meter Of(IMeterFactory? factory) => factory?.Create(Name, Version) ?? Instance;
}
