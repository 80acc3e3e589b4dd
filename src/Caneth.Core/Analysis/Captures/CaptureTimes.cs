namespace Caneth.Analysis;

/// <summary>How often something is to be expected in a capture that was seen in another.</summary>
internal static class CaptureTimes
{
    /// <summary>How often it is to be expected here.</summary>
    /// <param name="count">How often it came there.</param>
    /// <param name="there">How long that capture was, in seconds.</param>
    /// <param name="here">How long this one is.</param>
    public static double Expected(long count, double there, double here) => count * (there > 0 && here > 0 ? here / there : 1);

    /// <summary>How unlikely it is that it did not come here, 0 to 1.</summary>
    /// <inheritdoc cref="Expected"/>
    public static double Surprise(long count, double there, double here) => 1 - Math.Exp(-Expected(count, there, here));
}
