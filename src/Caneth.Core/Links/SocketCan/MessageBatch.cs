using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Caneth.Links.SocketCan;

/// <summary>
/// Receives many frames in one call of the system, with what .NET's own sockets do not give: the kernel's times, how many frames it dropped,
/// and which were sent by this very socket. Used by one thread at a time.
/// </summary>
/// <remarks>
/// recvmmsg(2); <c>struct mmsghdr</c>, <c>msghdr</c> and <c>iovec</c> of linux/socket.h and linux/uio.h, which are the same for every processor but
/// for the size of a pointer. All of it lies in arrays that do not move.
/// </remarks>
internal sealed class MessageBatch
{
    /// <summary>The most frames of one call.</summary>
    public const int Size = 64;

    // Twice a control message of 16 and of 4 bytes with its header of 16, in whole words.
    private const int ControlSize = 64;

    // linux/socket.h: MSG_DONTWAIT; MSG_CONFIRM, of a frame that this socket sent (Documentation/networking/can.rst, 4.1.7).
    private const int DoNotWait = 0x40;
    private const int Own = 0x800;

    // asm-generic/socket.h.
    private const int SocketLevel = 1;
    private const int KernelTime = 35;
    private const int DroppedFrames = 40;

    // asm-generic/errno.h: EINTR, EAGAIN, ENETDOWN.
    private const int InterruptedCall = 4;
    private const int WouldBlock = 11;
    private const int NetworkDown = 100;

    private const long NanosecondsPerSecond = 1_000_000_000;

    // struct cmsghdr: its length as a size_t, level and type as ints.
    private static readonly int HeaderSize = nint.Size + 2 * sizeof(int);

    private readonly Message[] messages = GC.AllocateArray<Message>(Size, pinned: true);
    private readonly Place[] places = GC.AllocateArray<Place>(Size, pinned: true);
    private readonly byte[] frames = GC.AllocateArray<byte>(Size * SocketCanFrame.FdSize, pinned: true);
    private readonly byte[] controls = GC.AllocateArray<byte>(Size * ControlSize, pinned: true);

    public MessageBatch()
    {
        for (var index = 0; index < Size; index++)
        {
            places[index] = new() { Start = Marshal.UnsafeAddrOfPinnedArrayElement(frames, index * SocketCanFrame.FdSize), Length = SocketCanFrame.FdSize };
            ref var header = ref messages[index].Header;
            header.Places = Marshal.UnsafeAddrOfPinnedArrayElement(places, index);
            header.PlaceCount = 1;
            header.Control = Marshal.UnsafeAddrOfPinnedArrayElement(controls, index * ControlSize);
        }
    }

    /// <summary>Receives what has come, without waiting.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="received">Room for messages, 1 to <see cref="Size"/>.</param>
    /// <returns>How many came.</returns>
    /// <exception cref="SocketException">The interface is down.</exception>
    /// <exception cref="IOException">Another error of the system.</exception>
    public int Receive(SafeHandle socket, Span<ReceivedMessage> received)
    {
        for (var index = 0; index < received.Length; index++)
        {
            messages[index].Header.ControlLength = ControlSize;
        }

        var count = Call(socket, received.Length);
        for (var index = 0; index < count; index++)
        {
            received[index] = Read(index);
        }

        return count;
    }

    private int Call(SafeHandle socket, int most)
    {
        while (true)
        {
            var count = ReceiveMessages(socket, ref messages[0], (uint)most, DoNotWait, 0);
            var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            switch (error)
            {
                case 0:
                    return count;
                case WouldBlock:
                    return 0;
                case InterruptedCall:
                    break;
                case NetworkDown:
                    throw new SocketException((int)SocketError.NetworkDown);
                default:
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    private ReceivedMessage Read(int index)
    {
        ref readonly var message = ref messages[index];
        var bytes = frames.AsSpan(index * SocketCanFrame.FdSize, (int)message.Length);
        var isFrame = SocketCanFrame.TryRead(bytes, out var frame);
        var (time, dropped) = ReadControl(controls.AsSpan(index * ControlSize, (int)message.Header.ControlLength));
        return new(frame, bytes.Length, isFrame, (message.Header.Flags & Own) != 0, time, dropped);
    }

    /// <summary>Reads what came beside a frame.</summary>
    /// <param name="control">Control messages, each in whole words.</param>
    private static (long Time, uint? Dropped) ReadControl(ReadOnlySpan<byte> control)
    {
        var (time, dropped) = (0L, (uint?)null);
        while (control.Length >= HeaderSize)
        {
            var length = (int)MemoryMarshal.Read<nint>(control);
            if (length < HeaderSize || length > control.Length)
            {
                break;
            }

            var data = control[HeaderSize..length];
            if (MemoryMarshal.Read<int>(control[nint.Size..]) == SocketLevel)
            {
                switch (MemoryMarshal.Read<int>(control[(nint.Size + sizeof(int))..]))
                {
                    // struct timespec: seconds and nanoseconds, a word each.
                    case KernelTime when data.Length >= 2 * nint.Size:
                        time = MemoryMarshal.Read<nint>(data) * NanosecondsPerSecond + MemoryMarshal.Read<nint>(data[nint.Size..]);
                        break;
                    case DroppedFrames when data.Length >= sizeof(uint):
                        dropped = MemoryMarshal.Read<uint>(data);
                        break;
                }
            }

            var next = (length + nint.Size - 1) / nint.Size * nint.Size;
            control = control[Math.Min(next, control.Length)..];
        }

        return (time, dropped);
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code, which this library has none of.
    [DllImport("libc", EntryPoint = "recvmmsg", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ReceiveMessages(SafeHandle socket, ref Message messages, uint count, int flags, nint timeout);
#pragma warning restore SYSLIB1054

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Place
    {
        public nint Start;
        public nint Length;
    }

    /// <summary><c>struct msghdr</c>: 56 bytes with 64-bit pointers, the last 4 of them empty.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        public nint Name;
        public uint NameLength;
        public nint Places;
        public nint PlaceCount;
        public nint Control;
        public nint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>: 64 bytes with 64-bit pointers; the length of what came lies after the empty ones.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public MessageHeader Header;
        public uint Length;
    }
}
