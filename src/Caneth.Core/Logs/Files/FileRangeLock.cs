using System.Runtime.InteropServices;

namespace Caneth.Logs.Files;

/// <summary>
/// Locks of a byte of a file that belong to the open file (fcntl, F_OFD_SETLK): they hold against other processes and within
/// this one, end with the handle however the process ends, and hinder nobody who reads.
/// </summary>
/// <remarks>
/// What .NET itself locks for <see cref="FileShare"/> on Unix (flock) knows no writer that lets others read: exclusive, it
/// refuses every reader that is a .NET program, and shared, it lets two writers in. Constants are those of Linux
/// (include/uapi/asm-generic/fcntl.h) and of macOS (bsd/sys/fcntl.h), both for 64 bits. Windows needs none of this.
/// </remarks>
internal static class FileRangeLock
{
    // Far beyond the end of any log, so that no other program's lock of content can meet it.
    private const long FirstByte = 0x7FFF_FFFF_FFFF_FFF0;
    private const long ProcessByte = FirstByte + 2;

    private const short SeekSet = 0;
    private const int InterruptedCall = 4;
    private const int NoProcess = -1;

    // F_UNLCK, on both.
    private const short Unlocked = 2;

    private static readonly bool IsMac = OperatingSystem.IsMacOS();

    // Where nothing is locked, as on a 32-bit system, writers of this process still know of each other.
    private static readonly bool IsSupported = (OperatingSystem.IsLinux() || IsMac) && Environment.Is64BitProcess;

    /// <summary>What a lock is for: each has a byte of its own.</summary>
    public enum Purpose
    {
        /// <summary>Somebody writes the file.</summary>
        Writing,

        /// <summary>The file is the last of numbered files that somebody goes on with.</summary>
        Ring,
    }

    /// <summary>Locks a file that is open to be written.</summary>
    /// <returns>False where another holds that lock. A file system that knows no locks refuses nobody.</returns>
    public static bool TryTake(SafeHandle file, Purpose purpose)
    {
        if (!IsSupported)
        {
            return true;
        }

        var result = Call(file, IsMac ? 90 : 37, Exclusive(FirstByte + (int)purpose, 1), out _);
        var error = Marshal.GetLastPInvokeError();
        return result >= 0 || !(error == (IsMac ? 35 : 11) || error == 13);
    }

    /// <summary>Gives the locks of the open file back, whoever else has a copy of its handle.</summary>
    public static void Release(SafeHandle file)
    {
        if (IsSupported)
        {
            _ = Call(file, IsMac ? 90 : 37, Exclusive(FirstByte, 2) with { Type = Unlocked }, out _);
        }
    }

    /// <summary>
    /// Writes down which process holds the file. The system forgets it when any handle of the process to the file is closed,
    /// so it is done again now and then.
    /// </summary>
    public static void NoteProcess(SafeHandle file)
    {
        if (IsSupported)
        {
            _ = Call(file, IsMac ? 8 : 6, Exclusive(ProcessByte, 1), out _);
        }
    }

    /// <summary>Whether another holds a lock of the file.</summary>
    /// <param name="file">The file, open to be read at least.</param>
    /// <param name="process">The process that does; null where it is unknown.</param>
    public static bool IsTaken(SafeHandle file, out int? process)
    {
        process = null;
        if (!IsSupported || Call(file, IsMac ? 92 : 36, Exclusive(FirstByte, 2), out var free) < 0 || free.IsFree)
        {
            return false;
        }

        if (Call(file, IsMac ? 7 : 5, Exclusive(ProcessByte, 1), out var noted) >= 0 && !noted.IsFree && noted.Process > 0)
        {
            process = noted.Process;
        }

        return true;
    }

    private static LockRequest Exclusive(long start, long length) => new(IsMac ? (short)3 : (short)1, start, length, 0);

    private static int Call(SafeHandle file, int command, LockRequest request, out LockRequest answer)
    {
        var added = false;
        answer = request;
        try
        {
            file.DangerousAddRef(ref added);
            var handle = (int)file.DangerousGetHandle();
            var result = NoProcess;
            do
            {
                if (!IsMac)
                {
                    var linux = new LinuxLock { Type = request.Type, Whence = SeekSet, Start = request.Start, Length = request.Length };
                    result = ControlLinux(handle, command, ref linux);
                    answer = new(linux.Type, linux.Start, linux.Length, linux.Process);
                }
                else
                {
                    var mac = new MacLock { Type = request.Type, Whence = SeekSet, Start = request.Start, Length = request.Length };
                    result = RuntimeInformation.ProcessArchitecture == Architecture.Arm64
                        ? ControlMacArm(handle, command, 0, 0, 0, 0, 0, 0, ref mac)
                        : ControlMac(handle, command, ref mac);
                    answer = new(mac.Type, mac.Start, mac.Length, mac.Process);
                }
            }
            while (result < 0 && Marshal.GetLastPInvokeError() == InterruptedCall);
            return result;
        }
        finally
        {
            if (added)
            {
                file.DangerousRelease();
            }
        }
    }

    private readonly record struct LockRequest(short Type, long Start, long Length, int Process)
    {
        // What was asked for could be had.
        public bool IsFree => Type == Unlocked;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct LinuxLock
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct MacLock
    {
        public long Start;
        public long Length;
        public int Process;
        public short Type;
        public short Whence;
    }

#pragma warning disable SYSLIB1054 // The generated kind needs unsafe code, which this library has none of.
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlLinux(int file, int command, ref LinuxLock request);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlMac(int file, int command, ref MacLock request);

    // There, what a function takes as "..." lies on the stack: after the eight arguments that go into registers.
    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ControlMacArm(
        int file, int command, nint third, nint fourth, nint fifth, nint sixth, nint seventh, nint eighth, ref MacLock request);
#pragma warning restore SYSLIB1054
}
