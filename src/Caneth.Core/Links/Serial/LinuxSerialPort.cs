using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Caneth.Links.Streams;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Links.Serial;

/// <summary>A serial port of Linux, or the end of a pseudo-terminal.</summary>
/// <remarks>
/// .NET opens such a file in a way that may wait for a carrier, and writes to it in a way that may wait for room: hence the calls of the
/// system. A thread of its own reads, which ends with the port. Numbers are those of asm-generic, for every processor that .NET runs on but
/// PowerPC.
/// </remarks>
internal sealed class LinuxSerialPort : IByteStream
{
    // asm-generic/fcntl.h: O_RDWR, O_NOCTTY, O_NONBLOCK, O_CLOEXEC.
    private const int OpenFlags = 0x2 | 0x100 | 0x800 | 0x80000;

    // asm-generic/ioctls.h: TCFLSH with TCIOFLUSH, TIOCEXCL, TIOCNXCL.
    private const uint Flush = 0x540B;
    private const nint BothWays = 2;
    private const uint TakeExclusively = 0x540C;
    private const uint Share = 0x540D;

    // asm-generic/poll.h: POLLIN.
    private const short CanRead = 1;

    // asm-generic/errno-base.h: ENOENT, EINTR, EIO, ENXIO, EAGAIN, EACCES, EBUSY, ENODEV, EINVAL, ENOTTY; EPERM.
    private const int NotPermitted = 1;
    private const int NoEntry = 2;
    private const int InterruptedCall = 4;
    private const int InputOutput = 5;
    private const int NoDeviceOrAddress = 6;
    private const int WouldBlock = 11;
    private const int AccessDenied = 13;
    private const int Busy = 16;
    private const int NoDevice = 19;
    private const int InvalidArgument = 22;
    private const int NotTerminal = 25;

    private const int ReadSize = 4096;

    // How long a port may stay open after its end.
    private const int PollMilliseconds = 50;

    private static readonly TimeSpan RoomInterval = TimeSpan.FromMilliseconds(1);

    private readonly SafeFileHandle handle;
    private readonly IncomingBytes incoming = new();
    private volatile bool isDisposed;

    private LinuxSerialPort(SafeFileHandle handle, string name)
    {
        this.handle = handle;
        new Thread(Read) { IsBackground = true, Name = $"Caneth {name}" }.Start();
    }

    /// <inheritdoc/>
    public long BytesWritten { get; private set; }

    /// <summary>Nobody says what has arrived.</summary>
    public long? BytesConfirmed => null;

    /// <inheritdoc/>
    public bool IsBroken => incoming.HasEnded;

    /// <summary>Opens a port, for this program alone.</summary>
    /// <param name="name">Its path.</param>
    /// <param name="baudRate">Its speed, in bit/s.</param>
    /// <exception cref="LinkException">It cannot be opened.</exception>
    public static LinuxSerialPort Open(string name, int baudRate)
    {
        var file = OpenFile(Encoding.UTF8.GetBytes(name + '\0'), OpenFlags);
        if (file < 0)
        {
            throw Failure(name, baudRate);
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        var settings = TerminalSettings.Raw(baudRate);
        if (Control(handle, TerminalSettings.Get, new byte[TerminalSettings.Size]) < 0
            || Control(handle, TakeExclusively, 0) < 0
            || Control(handle, TerminalSettings.Set, settings) < 0)
        {
            var failure = Failure(name, baudRate);
            handle.Dispose();
            throw failure;
        }

        // What came before nobody asked for.
        _ = Control(handle, Flush, BothWays);
        return new(handle, name);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.PeekAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }

        var written = (int)WriteFile(handle, in MemoryMarshal.GetReference(bytes), bytes.Length);
        var error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (0 or WouldBlock or InterruptedCall))
        {
            throw Break(error);
        }

        written = Math.Max(written, 0);
        BytesWritten += written;
        return written;
    }

    /// <summary>A serial port has no end of sending.</summary>
    public void EndSending()
    {
    }

    /// <inheritdoc/>
    public void Abort()
    {
        if (!isDisposed)
        {
            _ = Control(handle, Flush, BothWays);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!isDisposed)
        {
            // The thread may hold it open a little longer, when it may be opened anew already.
            isDisposed = true;
            _ = Control(handle, Share, 0);
            handle.Dispose();
        }
    }

    private void Read()
    {
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            var buffer = new byte[ReadSize];
            while (!isDisposed)
            {
                var room = Math.Min(incoming.Room, buffer.Length);
                if (room == 0)
                {
                    Thread.Sleep(RoomInterval);
                }
                else if (WaitForInput())
                {
                    ReadOnce(buffer.AsSpan(0, room));
                }
            }

            incoming.End();
        }
        catch (Exception exception)
        {
            // What escaped here would end the user's shell.
            incoming.End(exception);
        }
        finally
        {
            if (held)
            {
                handle.DangerousRelease();
            }
        }
    }

    /// <returns>Whether something happened: bytes came, or the port is gone.</returns>
    private bool WaitForInput()
    {
        var request = new PollRequest { File = (int)handle.DangerousGetHandle(), Wanted = CanRead };
        var ready = Poll(ref request, 1, PollMilliseconds);
        var error = ready < 0 ? Marshal.GetLastPInvokeError() : 0;
        return error is 0 or InterruptedCall ? ready > 0 : throw Break(error);
    }

    private void ReadOnce(Span<byte> room)
    {
        var count = (int)ReadFile((int)handle.DangerousGetHandle(), ref MemoryMarshal.GetReference(room), room.Length);
        if (count > 0)
        {
            incoming.Add(room[..count]);
            return;
        }

        // Nothing is the end, too.
        var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (WouldBlock or InterruptedCall))
        {
            throw Break(error);
        }
    }

    private static IOException Break(int error) =>
        new(error is 0 or InputOutput or NoDeviceOrAddress or NoDevice ? SerialMessages.Unplugged : Marshal.GetPInvokeErrorMessage(error));

    private static LinkException Failure(string name, int baudRate)
    {
        var error = Marshal.GetLastPInvokeError();
        return SerialMessages.NotOpened(name, error switch
        {
            NoEntry or NoDeviceOrAddress or NoDevice => SerialMessages.Missing(SerialPorts.Names()),
            AccessDenied or NotPermitted => SerialMessages.NotAllowed(),
            Busy => SerialMessages.InUse(),
            NotTerminal => SerialMessages.NotSerial(),
            InvalidArgument => SerialMessages.BadSpeed(baudRate),
            _ => null,
        }, new Win32Exception(error));
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code, which this library has none of.
    [DllImport("libc", EntryPoint = "open", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "read", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadFile(int file, ref byte buffer, nint count);

    [DllImport("libc", EntryPoint = "write", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint WriteFile(SafeFileHandle file, in byte bytes, nint count);

    [DllImport("libc", EntryPoint = "poll", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollRequest request, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, nuint request, nint argument);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, nuint request, [In, Out] byte[] settings);
#pragma warning restore SYSLIB1054

    /// <summary><c>struct pollfd</c> of asm-generic/poll.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollRequest
    {
        public int File;
        public short Wanted;
        public short Happened;
    }
}
