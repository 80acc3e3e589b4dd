using System.ComponentModel;
using System.Runtime.InteropServices;
using Caneth.Links.Streams;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Links.Serial;

/// <summary>A serial port of Windows.</summary>
/// <remarks>Layouts and numbers: fileapi.h, winbase.h and winerror.h of the Windows SDK.</remarks>
internal sealed class WindowsSerialPort : IByteStream
{
    // GENERIC_READ and GENERIC_WRITE, OPEN_EXISTING, FILE_FLAG_OVERLAPPED.
    private const uint ReadAndWrite = 0xC000_0000;
    private const uint OpenExisting = 3;
    private const uint Overlapped = 0x4000_0000;

    // PURGE_TXABORT, PURGE_RXABORT, PURGE_TXCLEAR, PURGE_RXCLEAR.
    private const uint Everything = 0xF;

    // ERROR_FILE_NOT_FOUND, ERROR_ACCESS_DENIED (of a port that is open), ERROR_SHARING_VIOLATION, ERROR_INVALID_PARAMETER, ERROR_INVALID_FUNCTION.
    private const int InvalidFunction = 1;
    private const int FileNotFound = 2;
    private const int AccessDenied = 5;
    private const int SharingViolation = 32;
    private const int InvalidParameter = 87;

    private const int ReadSize = 4096;

    private static readonly TimeSpan RoomInterval = TimeSpan.FromMilliseconds(1);

    private readonly FileStream stream;
    private readonly SafeFileHandle handle;
    private readonly IncomingBytes incoming = new();
    private readonly OutgoingBytes outgoing;
    private volatile bool isDisposed;

    private WindowsSerialPort(SafeFileHandle handle)
    {
        this.handle = handle;
        stream = new(handle, FileAccess.ReadWrite, bufferSize: 0, isAsync: true);
        outgoing = new(stream);
        _ = Task.Run(ReadAsync);
    }

    /// <inheritdoc/>
    public long BytesWritten => outgoing.Written;

    /// <summary>Nobody says what has arrived.</summary>
    public long? BytesConfirmed => null;

    /// <inheritdoc/>
    public bool IsBroken => incoming.HasEnded;

    /// <summary>Opens a port, for this program alone.</summary>
    /// <param name="name">Its name: <c>COM3</c>.</param>
    /// <param name="baudRate">Its speed, in bit/s.</param>
    /// <exception cref="LinkException">It cannot be opened.</exception>
    public static WindowsSerialPort Open(string name, int baudRate)
    {
        var handle = CreateFile($@"\\.\{name}", ReadAndWrite, 0, 0, OpenExisting, Overlapped, 0);
        if (handle.IsInvalid)
        {
            throw Failure(name, baudRate);
        }

        var settings = DeviceControlBlock.Of(baudRate);
        var limits = ReadLimits.SomethingSoon;
        if (!SetState(handle, in settings) || !SetLimits(handle, in limits))
        {
            var failure = Failure(name, baudRate);
            handle.Dispose();
            throw failure;
        }

        // What came before nobody asked for.
        _ = Purge(handle, Everything);
        return new(handle);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.PeekAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> bytes) => outgoing.Send(bytes);

    /// <summary>A serial port has no end of sending.</summary>
    public void EndSending()
    {
    }

    /// <inheritdoc/>
    public void Abort()
    {
        if (!isDisposed)
        {
            _ = Purge(handle, Everything);
        }

        Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        stream.Dispose();
    }

    private async Task ReadAsync()
    {
        try
        {
            var buffer = new byte[ReadSize];
            while (!isDisposed)
            {
                var room = Math.Min(incoming.Room, buffer.Length);
                if (room == 0)
                {
                    await Task.Delay(RoomInterval).ConfigureAwait(false);
                    continue;
                }

                // Nothing at all is what a read gives after its time.
                var count = await stream.ReadAsync(buffer.AsMemory(0, room)).ConfigureAwait(false);
                incoming.Add(buffer.AsSpan(0, count));
            }

            incoming.End();
        }
        catch (Exception exception)
        {
            // What escaped here would end the user's shell.
            incoming.End(isDisposed ? null : new IOException(SerialMessages.Unplugged, exception));
        }
    }

    private static LinkException Failure(string name, int baudRate)
    {
        var error = Marshal.GetLastPInvokeError();
        return SerialMessages.NotOpened(name, error switch
        {
            FileNotFound => SerialMessages.Missing(SerialPorts.Names()),
            AccessDenied or SharingViolation => SerialMessages.InUse(),
            InvalidFunction => SerialMessages.NotSerial(),
            InvalidParameter => SerialMessages.BadSpeed(baudRate),
            _ => null,
        }, new Win32Exception(error));
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code, which this library has none of.
    [DllImport("kernel32", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern SafeFileHandle CreateFile(string name, uint access, uint sharing, nint security, uint disposition, uint flags, nint template);

    [DllImport("kernel32", EntryPoint = "SetCommState", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetState(SafeFileHandle file, in DeviceControlBlock settings);

    [DllImport("kernel32", EntryPoint = "SetCommTimeouts", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetLimits(SafeFileHandle file, in ReadLimits limits);

    [DllImport("kernel32", EntryPoint = "PurgeComm", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool Purge(SafeFileHandle file, uint what);
#pragma warning restore SYSLIB1054

    /// <summary><c>DCB</c>: 28 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct DeviceControlBlock
    {
        // fBinary, DTR_CONTROL_ENABLE and RTS_CONTROL_ENABLE, nothing that controls the flow.
        private const uint NoFlowControl = 0x1 | 0x10 | 0x1000;

        public uint Length;
        public uint BaudRate;
        public uint Flags;
        public ushort Reserved;
        public ushort OnLimit;
        public ushort OffLimit;
        public byte DataBits;
        public byte Parity;
        public byte StopBits;
        public byte OnCharacter;
        public byte OffCharacter;
        public byte ErrorCharacter;
        public byte EndCharacter;
        public byte EventCharacter;
        public ushort ReservedToo;

        public static DeviceControlBlock Of(int baudRate) =>
            new() { Length = (uint)Marshal.SizeOf<DeviceControlBlock>(), BaudRate = (uint)baudRate, Flags = NoFlowControl, DataBits = 8 };
    }

    /// <summary><c>COMMTIMEOUTS</c>, in milliseconds.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct ReadLimits
    {
        private const uint Longest = 100;

        public uint BetweenBytes;
        public uint ForEachByte;
        public uint ForAll;
        public uint WriteForEachByte;
        public uint WriteForAll;

        /// <summary>What has come is given at once; where nothing has, the first byte is waited for.</summary>
        public static ReadLimits SomethingSoon => new() { BetweenBytes = uint.MaxValue, ForEachByte = uint.MaxValue, ForAll = Longest };
    }
}
