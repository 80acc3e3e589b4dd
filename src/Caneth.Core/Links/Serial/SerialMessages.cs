using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Caneth.Links.Serial;

/// <summary>What a serial port says.</summary>
internal static class SerialMessages
{
    public const string Unplugged = "the serial port is gone: its adapter was unplugged";

    private const string CheckName = "Check the spelling, and whether the adapter is plugged in";

    public static LinkException NotSupported(string name) => new(LinkError.ConnectFailed,
        $"The serial port '{name}' cannot be opened: on {RuntimeInformation.OSDescription} that is not there yet.",
        "Offer the port by TCP, with ser2net for example, and connect to slcan://host:port.");

    /// <param name="name">The name of the port.</param>
    /// <param name="why">What is wrong, and what to do; null where neither is known.</param>
    /// <param name="cause">The error of the system.</param>
    public static LinkException NotOpened(string name, (string What, string Advice)? why, Win32Exception cause) => new(LinkError.ConnectFailed,
        why is null ? $"The serial port '{name}' cannot be opened: {cause.Message}." : $"The serial port '{name}' cannot be opened: {why.Value.What}.",
        why?.Advice ?? $"{CheckName}.", cause);

    /// <param name="others">The names of the ports that are there.</param>
    public static (string What, string Advice) Missing(string[] others) => ("there is none of that name",
        $"{CheckName}. {(others.Length == 0 ? "This computer has no serial port." : $"Serial ports: {string.Join(", ", others)}.")}");

    public static (string What, string Advice) NotAllowed() => ("this user may not use it",
        "Let the user into the group of the port, dialout on most systems: sudo usermod -aG dialout $USER, and log in again.");

    public static (string What, string Advice) InUse() => ("another program uses it", "End that program, or the session that uses it.");

    public static (string What, string Advice) NotSerial() => ("it is no serial port", $"{CheckName}.");

    public static (string What, string Advice) BadSpeed(int baudRate) => ($"it knows no speed of {baudRate} bit/s", "Give another one (baud).");
}
