using System.Runtime.InteropServices;

namespace Caneth.Logs.Files;

/// <summary>
/// The limit of the size of files that a shell or a service can have on Unix (<c>ulimit -f</c>, <c>LimitFSIZE</c>). Who writes
/// beyond it gets SIGXFSZ, which ends the process unless somebody takes it; the write then fails like one on a full disk.
/// </summary>
internal static class FileSizeLimit
{
    // The same number on Linux, macOS and the BSDs.
    private const PosixSignal SizeExceeded = (PosixSignal)25;

    // Held as long as the process lives: one that is finalized takes the signal no more.
    private static readonly PosixSignalRegistration? Taken = OperatingSystem.IsWindows() ? null
        : PosixSignalRegistration.Create(SizeExceeded, static signal => signal.Cancel = true);

    /// <summary>Lets writes beyond the limit fail.</summary>
    public static void FailInsteadOfEndingTheProcess() => _ = Taken;

    /// <summary>The failure of a write in words, where .NET has an odd one for it: beyond the limit it blames an argument.</summary>
    public static IOException Describe(string path, ArgumentOutOfRangeException failure) =>
        new($"'{path}' has reached the largest size that the system allows (see ulimit -f).", failure);
}
