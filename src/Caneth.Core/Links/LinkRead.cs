namespace Caneth.Links;

/// <summary>What <see cref="ICanLink.ReceiveAsync"/> gave.</summary>
/// <param name="Frames">How many frames were filled in.</param>
/// <param name="More">Whether more of what came together with them can be had without waiting.</param>
/// <param name="Ended">Whether the other side has ended the connection in order, so that nothing more will come.</param>
public readonly record struct LinkRead(int Frames, bool More = false, bool Ended = false);
