namespace Caneth.Links.Serial;

/// <summary>How serial ports are called in addresses: <c>slcan:///dev/ttyUSB0</c>, and <c>slcan://COM3</c> as on Windows.</summary>
internal static class SerialPortName
{
    private const string ComPort = "COM";
    private const int MaxDigits = 3;

    /// <summary>Reads what is in the place of a host.</summary>
    /// <param name="place">What follows the scheme.</param>
    /// <returns>The host and the bus of the address of a serial port; null where it is none.</returns>
    public static (string Host, string Bus)? Read(string place)
    {
        if (IsComPort(place))
        {
            return (place.ToUpperInvariant(), "");
        }

        return place is ['/', _, ..] && place.All(IsOfPath) ? ("", place[1..]) : null;
    }

    /// <summary>Whether an address is that of a serial port.</summary>
    public static bool IsIn(CanAddress address) => address.Port == 0;

    /// <summary>The name of a port as the system knows it.</summary>
    /// <param name="address">The address of a serial port.</param>
    public static string Of(CanAddress address) => address.Host.Length > 0 ? address.Host : $"/{address.Bus}";

    // Names as udev gives them: /dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0.
    private static bool IsOfPath(char character) => char.IsAsciiLetterOrDigit(character) || character is '/' or '-' or '_' or '.' or ':' or '+' or ',';

    private static bool IsComPort(string place) => place.StartsWith(ComPort, StringComparison.OrdinalIgnoreCase)
        && place.Length - ComPort.Length is >= 1 and <= MaxDigits && place.AsSpan(ComPort.Length).IndexOfAnyExceptInRange('0', '9') < 0;
}
