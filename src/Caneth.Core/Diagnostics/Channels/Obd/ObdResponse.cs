namespace Caneth.Diagnostics.Channels;

/// <summary>What one control unit said to a request, or why it failed.</summary>
/// <param name="Address">Both ways of it.</param>
/// <param name="Message">Its answer; null where it failed.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal readonly record struct ObdResponse(IsoTpAddress Address, UdsMessage? Message = null, Exception? Failure = null);
