namespace Caneth.Diagnostics;

/// <summary>How a parameter of J1939 failed (FMI), in own words.</summary>
internal static class FailureModes
{
    private static readonly string[] Words =
    [
        "too high, most severe", "too low, most severe", "erratic or wrong", "voltage too high", "voltage too low", "current too low, or open",
        "current too high, or to ground", "mechanism does not respond", "frequency or width wrong", "comes too seldom", "changes too fast",
        "cause unknown", "device faulty", "out of calibration", "special instruction", "too high, least severe", "too high, moderately severe",
        "too low, least severe", "too low, moderately severe", "received data wrong", "drifted high", "drifted low",
    ];

    private const int ConditionExists = 31;

    /// <summary>The words, after the name of the parameter where it is known; null where the number is reserved.</summary>
    public static string? Of(int mode, string? parameter)
    {
        var words = mode < Words.Length ? Words[mode] : mode == ConditionExists ? "is so" : null;
        return parameter is null ? words : words is null ? parameter : $"{parameter}: {words}";
    }
}
