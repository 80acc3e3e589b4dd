namespace Caneth.Links.Streams;

/// <summary>How frames are written as bytes, and what its speakers say beside frames. One for all connections of a connector.</summary>
internal abstract class Wire
{
    /// <summary>What it carries.</summary>
    public abstract LinkCapabilities Capabilities { get; }

    /// <summary>The most bytes that one frame takes.</summary>
    public abstract int MaxFrameSize { get; }

    /// <summary>How many of the first bytes it takes to know a refusal.</summary>
    public virtual int RefusalWithin => 1;

    /// <summary>What is said before the connection ends; empty where nothing is.</summary>
    public virtual ReadOnlySpan<byte> Farewell => default;

    /// <summary>What to check where the other side answers and no frame comes for 5 s; null where a quiet bus is as likely as a mistake.</summary>
    public virtual string? AdviceWithoutFrames => null;

    /// <summary>Says and hears what is said before the first frame.</summary>
    /// <param name="dialogue">The connection.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LinkException">The other side speaks something else, or will not do what it is asked.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public virtual Task GreetAsync(Dialogue dialogue, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes frames as bytes, one after another.</summary>
    /// <param name="frames">Frames that it carries.</param>
    /// <param name="destination">Room for as many of the longest.</param>
    /// <param name="ends">Filled in: where each of them ends.</param>
    public abstract void Encode(ReadOnlySpan<CanFrame> frames, Span<byte> destination, Span<int> ends);

    /// <summary>Makes the decoder of one connection.</summary>
    /// <param name="context">The name that the frames carry as their device, and where to count and to notify.</param>
    public abstract IWireDecoder CreateDecoder(LinkContext context);

    /// <summary>Whether the first bytes of a connection say that there is no room for this client.</summary>
    public virtual bool IsRefusal(ReadOnlySpan<byte> first) => false;

    /// <summary>Why there is no room for this client, and what to do.</summary>
    public virtual LinkException Refused(string address) => new(LinkError.ClientLimit, $"{address} refused this client.");

    /// <summary>That what comes is no CAN frame, again and again, and what to do.</summary>
    public virtual LinkException AlignmentLost(string address, ReadOnlySpan<byte> foreign) => new(LinkError.AlignmentLost,
        $"{address} sent what is not {Capabilities.Carrier}: {ForeignData.Excerpt(foreign)}.", WhatToCheck(foreign));

    /// <summary>Who may have sent what is no CAN frame, and what to check.</summary>
    public virtual string WhatToCheck(ReadOnlySpan<byte> foreign) =>
        $"{(ForeignData.SenderOf(foreign) is { } sender ? $"That is {sender}. " : "")}Check that the port is that of {Capabilities.Carrier}.";
}
