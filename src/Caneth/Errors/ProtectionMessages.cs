using Caneth.Signals;

namespace Caneth;

/// <summary>What the module says about counters and checksums.</summary>
internal static class ProtectionMessages
{
    public static FormatException NotAProfile(string text) => new(
        $"'{text}' is not a protection profile. There are: {string.Join(", ", ProtectionProfiles.All)}.");

    public static string Checking(long frames) => $"{frames:N0} frames checked";

    public static string NothingProtected(long frames) => frames == 0 ? "No frame came, so nothing was checked."
        : $"None of the {frames:N0} frames is of a message that is protected, so nothing was checked. Set-CanProtection says how a message is protected.";
}
