using System.Runtime.InteropServices;

namespace Caneth.Tool.Engine;

/// <summary>Escape sequences in the console. Windows understands them once it has been asked to; the rest does anyway.</summary>
internal static class VirtualTerminal
{
    private const int StandardOutput = -11;
    private const uint ProcessEscapeSequences = 0x0004;

    /// <summary>Whether the console understands escape sequences.</summary>
    public static bool IsOn { get; } = !OperatingSystem.IsWindows() || SwitchOn();

    private static bool SwitchOn()
    {
        var console = GetStdHandle(StandardOutput);
        return GetConsoleMode(console, out var mode) && SetConsoleMode(console, mode | ProcessEscapeSequences);
    }

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int which);

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool GetConsoleMode(nint console, out uint mode);

    [DllImport("kernel32.dll"), DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern bool SetConsoleMode(nint console, uint mode);
}
