using Caneth.Links.Streams;

namespace Caneth.Links.Serial;

/// <summary>Opens a serial port, again and again, by its name: 8 data bits, no parity, one stop bit, no flow control.</summary>
/// <param name="name">The name of the port.</param>
/// <param name="baudRate">Its speed in bit/s, of which adapters at USB know nothing.</param>
internal sealed class SerialConnector(string name, int baudRate) : IStreamConnector
{
    /// <inheritdoc/>
    public Task<IByteStream> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    private IByteStream Open() =>
        OperatingSystem.IsLinux() ? LinuxSerialPort.Open(name, baudRate)
        : OperatingSystem.IsWindows() ? WindowsSerialPort.Open(name, baudRate)
        : throw SerialMessages.NotSupported(name);
}
