namespace Caneth.Logs.Files;

/// <summary>Tells a full disk from other failures.</summary>
internal static class DiskFull
{
    // ENOSPC, EDQUOT of Linux and of macOS, ERROR_DISK_FULL, ERROR_HANDLE_DISK_FULL.
    private static readonly int[] Codes = OperatingSystem.IsWindows()
        ? [unchecked((int)0x80070070), unchecked((int)0x80070027)]
        : [28, OperatingSystem.IsMacOS() ? 69 : 122, unchecked((int)0x80070070)];

    public static bool IsReasonOf(Exception failure) => failure is IOException && Codes.Contains(failure.HResult);

    /// <summary>The failure of a disk that has less room left than it is to keep.</summary>
    public static IOException Create(string message) => new(message, Codes[0]);
}
