using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Caneth.Testing;

/// <summary>Pipes that have a name in the file system.</summary>
public static class Fifo
{
    // Its owner reads and writes, nobody else: 0600.
    private const uint OwnerOnly = 0x180;

    /// <summary>Whether there are any: Windows has none.</summary>
    public static bool Exist => !OperatingSystem.IsWindows();

    /// <summary>Makes one, which answers nobody who opens it.</summary>
    public static void Make(string path)
    {
        if (MakeFifo(Encoding.UTF8.GetBytes(path + '\0'), OwnerOnly) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Lets go whoever still waits for one: it opens, and is at its end.</summary>
    public static void Release(string path)
    {
        // Opened both ways, it waits for nobody.
        using var both = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);
}
