using Caneth.Flow;

namespace Caneth.Links.Streams;

/// <summary>How frames are written as bytes, and what its speakers say beside frames. One for all connections of a connector.</summary>
internal abstract class Wire
{
    /// <summary>What it carries.</summary>
    public abstract LinkCapabilities Capabilities { get; }

    /// <summary>The length of every frame, in bytes.</summary>
    public abstract int FrameSize { get; }

    /// <summary>How many of the first bytes it takes to know a refusal.</summary>
    public abstract int RefusalWithin { get; }

    /// <summary>Writes frames as bytes, one after another.</summary>
    public abstract void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination);

    /// <summary>Makes the decoder of one connection.</summary>
    /// <param name="device">The name that the frames carry as their device.</param>
    /// <param name="whole">Counts what all connections bring together.</param>
    public abstract IWireDecoder CreateDecoder(string? device, Tally<LinkCounter> whole);

    /// <summary>Whether the first bytes of a connection say that there is no room for this client.</summary>
    public abstract bool IsRefusal(ReadOnlySpan<byte> first);

    /// <summary>Why there is no room for this client, and what to do.</summary>
    public abstract LinkException Refused(string address);

    /// <summary>That what comes is no CAN frame, again and again, and what to do.</summary>
    public abstract LinkException AlignmentLost(string address, ReadOnlySpan<byte> foreign);

    /// <summary>Who may have sent what is no CAN frame, and what to check.</summary>
    public abstract string WhatToCheck(ReadOnlySpan<byte> foreign);
}
