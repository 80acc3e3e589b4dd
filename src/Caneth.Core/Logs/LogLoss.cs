namespace Caneth.Logs;

/// <summary>Something that did not survive reading or writing a log, with how many frames (or events) it concerned.</summary>
/// <param name="What">What was lost, as part of a sentence: <c>remote frames, left out</c>.</param>
/// <param name="Count">How often.</param>
public sealed record LogLoss(string What, long Count)
{
    /// <summary>The loss in words.</summary>
    /// <returns><c>3 x remote frames, left out</c></returns>
    public override string ToString() => $"{Count} x {What}";
}
