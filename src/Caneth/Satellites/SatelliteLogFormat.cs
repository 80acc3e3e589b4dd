using Caneth.Logs;
using Caneth.Signals;

namespace Caneth.Satellites;

/// <summary>
/// A log format that a satellite brings: known by its name and extension from the start, and loaded when a log of it is first opened or
/// begun.
/// </summary>
/// <param name="satellite">The satellite, which has one <see cref="LogFormat"/>.</param>
/// <param name="name">The format's name.</param>
/// <param name="description">What it is, in a line.</param>
/// <param name="extension">The extension that chooses it.</param>
internal sealed class SatelliteLogFormat(string satellite, string name, string description, string extension)
    : LogFormat(name, description, extension)
{
    private readonly Lazy<LogFormat> format = new(() => Satellite.Create<LogFormat>(satellite), LazyThreadSafetyMode.PublicationOnly);

    /// <inheritdoc/>
    public override bool CanReadUnfinished => false;

    /// <summary>Writes tables of what frames mean in this format.</summary>
    /// <exception cref="System.Management.Automation.RuntimeException">The satellite is not there, or cannot be loaded.</exception>
    public ISignalTables CreateTables() => Satellite.Create<ISignalTables>(satellite);

    /// <inheritdoc/>
    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => format.Value.Open(input, options);

    /// <inheritdoc/>
    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => format.Value.Create(output, options);
}
