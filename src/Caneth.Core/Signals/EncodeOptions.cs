namespace Caneth.Signals;

/// <summary>How <see cref="MessageEncoder"/> makes a frame.</summary>
public sealed record EncodeOptions
{
    /// <summary>
    /// The data that signals are taken from of which nothing is said: what was sent last. Without it they have their start values
    /// or, where the database gives none, the value nearest to 0.
    /// </summary>
    public CanData? LastSent { get; init; }

    /// <summary>
    /// Whether values beyond a signal's minimum and maximum are taken, as far as its bits can hold them. False by default.
    /// </summary>
    public bool AllowOutOfRange { get; init; }

    /// <summary>Whether the numbers are raw values, as they lie in the frame, and not physical ones. False by default.</summary>
    public bool IsRaw { get; init; }
}
