namespace Caneth.Links.SocketCan;

/// <summary>What a socket of a CAN interface has received at once.</summary>
/// <param name="Frame">The frame, without a time and a device, where it is one.</param>
/// <param name="Size">How many bytes came.</param>
/// <param name="IsFrame">Whether they are a frame.</param>
/// <param name="IsOwn">Whether this socket sent it, and the controller has.</param>
/// <param name="Time">When the kernel got it, in nanoseconds since 1970 by its clock; 0 where it does not say.</param>
/// <param name="Dropped">How many frames the kernel has dropped of this socket's, modulo 2 to the power of 32; null where it does not say.</param>
internal readonly record struct ReceivedMessage(CanFrame Frame, int Size, bool IsFrame = true, bool IsOwn = false, long Time = 0, uint? Dropped = null);
