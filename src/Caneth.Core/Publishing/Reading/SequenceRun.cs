namespace Caneth.Publishing;

/// <summary>What came of one run of a publisher with one device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Session">Which run of the publisher.</param>
/// <param name="Next">The number after the highest that came.</param>
/// <param name="Gaps">What did not come before that.</param>
internal sealed record SequenceRun(string Device, ulong Session, long Next, IReadOnlyList<SequenceGap> Gaps);

/// <summary>Frames that did not come.</summary>
/// <param name="From">The number of the first.</param>
/// <param name="To">The number after the last.</param>
/// <param name="IsMissing">Whether they count as missing; those from before the first that came do not.</param>
internal readonly record struct SequenceGap(long From, long To, bool IsMissing);
