using System.Management.Automation;
using Caneth.Logs;

namespace Caneth.Satellites;

/// <summary>Makes the log formats of the satellites known to the process, once; none is loaded by that.</summary>
public sealed class SatelliteFormats : IModuleAssemblyInitializer
{
    private static readonly Lock Gate = new();
    private static readonly LogFormat[] Formats = [new SatelliteLogFormat("Caneth.Parquet", "parquet", "Apache Parquet", ".parquet")];

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Gate)
        {
            // Of two copies of the module in one shell both know the same formats.
            foreach (var format in Formats.Where(format => LogFormats.TryForPath(format.Extensions[0]) is null))
            {
                LogFormats.Add(format);
            }
        }
    }
}
