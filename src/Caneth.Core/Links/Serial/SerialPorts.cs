using System.Runtime.Versioning;
using System.Security;
using Microsoft.Win32;

namespace Caneth.Links.Serial;

/// <summary>Which serial ports this computer has.</summary>
internal static class SerialPorts
{
    // Linux: what the kernel knows of terminals, and the names that udev gives those of USB, which stay the same wherever an adapter is plugged in.
    private const string Terminals = "/sys/class/tty";
    private const string LastingNames = "/dev/serial/by-id";

    // Windows: a value for each port.
    private const string ComPorts = @"HARDWARE\DEVICEMAP\SERIALCOMM";

    // PORT_UNKNOWN of linux/serial_core.h: a place for a port, with nothing there.
    private const string Nothing = "0";

    /// <summary>Their names, as they stand in addresses: <c>/dev/ttyUSB0</c>, <c>COM3</c>.</summary>
    public static string[] Names()
    {
        try
        {
            return OperatingSystem.IsWindows() ? NamesOfWindows() : NamesOfLinux(Terminals, LastingNames);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SecurityException)
        {
            return [];
        }
    }

    /// <summary>The names on Linux.</summary>
    /// <param name="terminals">The folder with what the kernel knows of terminals.</param>
    /// <param name="lastingNames">The folder with names that last; it is there only where there are any.</param>
    internal static string[] NamesOfLinux(string terminals, string lastingNames)
    {
        var ports = EntriesOf(terminals).Where(IsPort).Select(path => $"/dev/{Path.GetFileName(path)}");
        return [.. ports.Concat(EntriesOf(lastingNames)).Where(name => SerialPortName.Read(name) is not null)];
    }

    // Terminals that are no device, such as those of a console, have none.
    private static bool IsPort(string terminal) =>
        Directory.Exists(Path.Combine(terminal, "device")) && !(File.Exists(Path.Combine(terminal, "type")) && File.ReadAllText(Path.Combine(terminal, "type")).Trim() == Nothing);

    private static string[] EntriesOf(string folder) => Directory.Exists(folder) ? [.. Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal)] : [];

    [SupportedOSPlatform("windows")]
    private static string[] NamesOfWindows()
    {
        using var ports = Registry.LocalMachine.OpenSubKey(ComPorts);
        return ports is null ? [] : [.. ports.GetValueNames().Select(name => ports.GetValue(name)).OfType<string>().Order(StringComparer.Ordinal)];
    }
}
