using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Testing;

/// <summary>A pair of ends of which one is a serial port, as far as a program can see: the test holds the other. For Linux.</summary>
public sealed class PseudoTerminal : IDisposable
{
    // O_RDWR and O_NOCTTY of Linux.
    private const int OpenFlags = 0x2 | 0x100;

    // Until the port is open, and after it was closed, there is nothing to read.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(1);

    private readonly FileStream end;

    public PseudoTerminal()
    {
        var file = OpenPair(OpenFlags);
        var name = new byte[128];
        if (file < 0 || Grant(file) != 0 || Unlock(file) != 0 || NameOf(file, name, name.Length) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        end = new(new SafeFileHandle(file, ownsHandle: true), FileAccess.ReadWrite, bufferSize: 0);
        Port = Encoding.UTF8.GetString(name, 0, Array.IndexOf(name, (byte)0));
    }

    /// <summary>The path of the port.</summary>
    public string Port { get; }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Says something to whoever has opened the port.</summary>
    public async Task SayAsync(string text) => await end.WriteAsync(Encoding.Latin1.GetBytes(text), Ending);

    /// <summary>Hears something, and nothing else.</summary>
    public async Task HearAsync(string text)
    {
        var heard = new byte[text.Length];
        for (var count = 0; count < heard.Length;)
        {
            count += await ReadAsync(heard.AsMemory(count)).WaitAsync(Ending);
        }

        Assert.Equal(text, Encoding.Latin1.GetString(heard));
    }

    /// <summary>Pulls the plug, unless that was done.</summary>
    public void Dispose() => end.Dispose();

    private async Task<int> ReadAsync(Memory<byte> buffer)
    {
        while (true)
        {
            try
            {
                return await end.ReadAsync(buffer, Ending);
            }
            catch (IOException)
            {
                await Task.Delay(RetryInterval, Ending);
            }
        }
    }

    [DllImport("libc", EntryPoint = "posix_openpt", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenPair(int flags);

    [DllImport("libc", EntryPoint = "grantpt", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Grant(int file);

    [DllImport("libc", EntryPoint = "unlockpt", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Unlock(int file);

    [DllImport("libc", EntryPoint = "ptsname_r", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NameOf(int file, [In, Out] byte[] name, nint length);
}
