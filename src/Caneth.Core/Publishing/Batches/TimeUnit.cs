namespace Caneth.Publishing;

/// <summary>
/// In which unit a batch says how far its frames are apart: the largest of them that loses nothing. The clocks of computers tell 100 ns, those
/// of most other sources 1 µs.
/// </summary>
internal enum TimeUnit
{
    /// <summary>1 ns.</summary>
    Nanosecond,

    /// <summary>100 ns.</summary>
    Tick,

    /// <summary>1 µs.</summary>
    Microsecond,
}
