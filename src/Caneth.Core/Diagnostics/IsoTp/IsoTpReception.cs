namespace Caneth.Diagnostics;

/// <summary>A message that was received, whole or as far as it came.</summary>
/// <param name="Data">Its bytes.</param>
/// <param name="Length">How many bytes it declared.</param>
/// <param name="Frames">How many frames carried it.</param>
/// <param name="Error">Why it is not whole; null where it is.</param>
/// <param name="Reason">The same in a sentence; null where it is whole.</param>
internal sealed record IsoTpReception(byte[] Data, long Length, int Frames, IsoTpError? Error = null, string? Reason = null);

/// <summary>What came of a frame, or of a time that is over.</summary>
/// <param name="Interrupted">The message that another one interrupted; null where none was under way.</param>
/// <param name="Ended">The message that ended, whole or not; null where none did.</param>
/// <param name="Reply">What to say to the sender at once; null for nothing.</param>
internal readonly record struct IsoTpStep(IsoTpReception? Interrupted = null, IsoTpReception? Ended = null, IsoTpFlowStatus? Reply = null);
