using System.Net.Sockets;

namespace Caneth.Links.SocketCan;

/// <summary>Opens a CAN interface of this computer, again and again, by its name.</summary>
/// <param name="address">The interface.</param>
/// <param name="settings">What is wanted of it.</param>
/// <param name="context">What the session lends.</param>
internal sealed class SocketCanConnector(CanAddress address, SocketCanSettings settings, LinkContext context) : ICanConnector
{
    // linux/can/raw.h: SOL_CAN_RAW; CAN_RAW_ERR_FILTER, CAN_RAW_RECV_OWN_MSGS, CAN_RAW_FD_FRAMES.
    private const int RawLevel = 101;
    private const int ErrorFilter = 2;
    private const int OwnFrames = 4;
    private const int FdFrames = 5;

    // CAN_ERR_MASK of linux/can.h: every class of errors.
    private const int AllErrors = 0x1FFF_FFFF;

    // asm-generic/socket.h: SOL_SOCKET; SO_TIMESTAMPNS, SO_RXQ_OVFL.
    private const int SocketLevel = 1;
    private const int KernelTimes = 35;
    private const int DroppedFrames = 40;

    private readonly SocketCanReports reports = new(address.Host, settings, context);

    /// <inheritdoc/>
    public CanAddress Address => address;

    /// <inheritdoc/>
    public LinkCapabilities Capabilities { get; } = SocketCanScheme.CapabilitiesOf(settings);

    /// <inheritdoc/>
    public string? PeerIdentity => null;

    /// <summary>Opens the interface, which takes no time.</summary>
    public Task<ICanLink> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Task.Run<ICanLink>(() => new SocketCanLink(new CanSocket(Open()), address.Host, settings, reports, context), cancellationToken);

    private Socket Open()
    {
        var socket = NewSocket();
        try
        {
            var index = Find(address.Host);
            Configure(socket);
            socket.Bind(new InterfaceEndPoint(index));
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw SocketCanMessages.NotOpened(address.Host, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private Socket NewSocket()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw SocketCanMessages.NotLinux(address);
        }

        try
        {
            return new(AddressFamily.ControllerAreaNetwork, SocketType.Raw, ProtocolType.Raw);
        }
        catch (SocketException exception)
        {
            throw SocketCanMessages.NoCan(address, exception);
        }
    }

    /// <returns>The number of the interface, which carries what is wanted.</returns>
    private int Find(string name)
    {
        var index = CanInterface.IndexOf(name);
        return index == 0 ? throw SocketCanMessages.NoInterface(name, CanInterface.Names())
            : CanInterface.IsCan(name) == false ? throw SocketCanMessages.NotCan(name, CanInterface.Names())
            : CanInterface.IsUp(name) == false ? throw SocketCanMessages.Down(name)
            : settings.Fd && CanInterface.MaxFrameSize(name) is { } size && size < SocketCanFrame.FdSize ? throw SocketCanMessages.NoFd(name, size)
            : index;
    }

    private void Configure(Socket socket)
    {
        socket.Blocking = false;
        Set(socket, RawLevel, ErrorFilter, AllErrors);
        Set(socket, RawLevel, OwnFrames, settings.OwnFrames ? 1 : 0);
        Set(socket, RawLevel, FdFrames, 1);
        Set(socket, SocketLevel, KernelTimes, 1);
        Set(socket, SocketLevel, DroppedFrames, 1);
        ReceiveBuffer.Enlarge(socket);
    }

    private static void Set(Socket socket, int level, int option, int value) =>
        socket.SetRawSocketOption(level, option, BitConverter.GetBytes(value));
}
