namespace Caneth.Diagnostics.Channels;

/// <summary>How long a tester waits for answers, the way there and back included.</summary>
/// <param name="Response">For an answer.</param>
/// <param name="Pending">For the next one after a control unit asked for patience.</param>
/// <param name="MaxPending">For how long it may do so altogether.</param>
internal readonly record struct UdsTimes(TimeSpan Response, TimeSpan Pending, TimeSpan MaxPending);
