namespace Caneth.Links;

/// <summary>What <see cref="ICanLink.Send"/> took.</summary>
/// <param name="Frames">How many frames, from the first on, are out of the session's hands whole.</param>
/// <param name="Bytes">How many bytes were handed to the operating system.</param>
/// <param name="Torn">Whether a part of the next frame is among them, so that it must be finished.</param>
public readonly record struct LinkWrite(int Frames, int Bytes, bool Torn = false);
