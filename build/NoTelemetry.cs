using System.Runtime.CompilerServices;

namespace Caneth.Build;

/// <summary>PowerShell's engine reports its use over the network unless it is told not to; tests, help and benchmarks tell it.</summary>
file static class NoTelemetry
{
    /// <summary>Runs before anything else of the program, and so before the engine; processes that it starts inherit it.</summary>
    [ModuleInitializer]
    internal static void OptOut() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
}
