namespace Caneth.Logs;

/// <summary>Something that did not survive reading or writing a log, with how many frames (or events) it concerned.</summary>
/// <param name="what">What was lost, as part of a sentence: <c>remote frames, left out</c>.</param>
/// <param name="count">How often.</param>
public sealed class LogLoss(string what, long count)
{
    /// <summary>What was lost, as part of a sentence: <c>remote frames, left out</c>.</summary>
    public string What => what;

    /// <summary>How often.</summary>
    public long Count => count;

    /// <summary>How often and what.</summary>
    /// <returns><c>3 x remote frames, left out</c></returns>
    public override string ToString() => $"{Count} x {What}";
}
