namespace Caneth.Flow;

/// <summary>Takes a frame at once, or not at all: for what is sent again and again, where late is worse than never. For one thread at a time.</summary>
public interface IImmediateSink
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>Whether it takes nothing any more.</summary>
    bool IsOver { get; }

    /// <summary>How many frames it took and could not send after all, as far as a later call has looked at them.</summary>
    long FramesNotSent { get; }

    /// <summary>
    /// Takes a frame if it can leave now. It must not wait: where there is no connection, or what was taken before still waits, the frame is not
    /// taken.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <returns>Whether it was taken.</returns>
    bool TrySend(in CanFrame frame);

    /// <summary>Lets what was taken leave: what goes to one device leaves together.</summary>
    void Flush();
}
