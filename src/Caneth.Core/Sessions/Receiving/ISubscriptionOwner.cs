namespace Caneth.Sessions;

/// <summary>Whoever a subscription came from, and who must know what it lost.</summary>
internal interface ISubscriptionOwner
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>The reader is gone.</summary>
    void Remove(FrameSubscription subscription);

    /// <summary>Counts frames lost, when they are lost; called with the subscription's lock held.</summary>
    void CountDropped(long frames);

    /// <summary>Reports frames lost, when the reader comes for the next ones.</summary>
    void ReportDropped(FrameSubscription subscription, long frames);

    /// <summary>Reports that a subscription failed and has ended.</summary>
    void ReportFailed(FrameSubscription subscription, Exception failure);
}
