using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace Caneth.Tests;

/// <summary>Pipes that have a name in the file system. Windows has none of them.</summary>
internal static class Fifo
{
    // Its owner reads and writes, nobody else: 0600.
    private const uint OwnerOnly = 0x180;

    /// <summary>Makes one.</summary>
    public static void Make(string path)
    {
        if (MakeFifo(Encoding.UTF8.GetBytes(path + '\0'), OwnerOnly) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "mkfifo", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeFifo(byte[] path, uint mode);
}
