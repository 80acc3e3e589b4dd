using System.Diagnostics.Metrics;
using System.Reflection;

namespace Caneth.Flow;

/// <summary>
/// The meter <c>Caneth</c>: what is counted and measured tells it to OpenTelemetry and <c>dotnet-counters</c>. docs/metrics.md lists its
/// instruments and their tags.
/// </summary>
internal static class CanMeter
{
    /// <summary>The one meter, with the version of the library.</summary>
    public static Meter Instance { get; } = new("Caneth", typeof(CanMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?
        .InformationalVersion.Split('+')[0]);
}
