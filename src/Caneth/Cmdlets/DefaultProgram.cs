using System.ComponentModel;
using System.Diagnostics;

namespace Caneth.Cmdlets;

/// <summary>Opens a file with the program that the user's desktop has for it.</summary>
internal static class DefaultProgram
{
    // It hands the file on and ends; one that takes longer has found a program.
    private static readonly TimeSpan TimeToFail = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="waiter">Waits until it is known whether that works.</param>
    /// <param name="reason">Why it did not, as a sentence; else empty.</param>
    /// <returns>Whether it was handed over.</returns>
    public static bool TryOpen(string file, PipelineWaiter waiter, out string reason)
    {
        reason = "";
        try
        {
            using var process = Process.Start(StartOf(file));
            if (process is null)
            {
                return true;
            }

            waiter.Wait(() => process.HasExited, [], deadline: new(TimeToFail), pause: BetweenLooks);
            if (!process.HasExited || process.ExitCode == 0)
            {
                return true;
            }

            reason = process.ExitCode == 127 ? "There is no xdg-open here, which knows the browser." : $"{(OperatingSystem.IsMacOS() ? "open" : "xdg-open")} ended with status {process.ExitCode}.";
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or FileNotFoundException or PlatformNotSupportedException)
        {
            reason = failure.Message;
        }

        return false;
    }

    // What a browser that starts has to say would stand in the middle of the prompt.
    private static ProcessStartInfo StartOf(string file) => OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        ? new(file) { UseShellExecute = true }
        : new("/bin/sh", ["-c", "exec xdg-open \"$1\" </dev/null >/dev/null 2>&1", "sh", file]);
}
