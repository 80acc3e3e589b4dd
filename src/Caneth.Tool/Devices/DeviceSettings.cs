namespace Caneth.Tool.Devices;

/// <summary>Which device, and how much to report about it.</summary>
/// <param name="Host">The gateway's name or address.</param>
/// <param name="Port">The TCP port, 1 to 65535.</param>
/// <param name="Timeout">How long to wait for the connection, and for a frame to leave.</param>
/// <param name="Log">How much to report.</param>
internal sealed record DeviceSettings(string Host, int Port, TimeSpan Timeout, LogLevel Log);

/// <summary>How much to report on standard error.</summary>
internal enum LogLevel
{
    /// <summary>Everything that happens to the connection.</summary>
    Debug,

    /// <summary>That the device is connected, and what deserves a warning.</summary>
    Info,

    /// <summary>What deserves a warning: losses, a connection that broke.</summary>
    Warning,

    /// <summary>What failed.</summary>
    Error,
}
