namespace Caneth.Publishing;

/// <summary>What a broker says of a message when it acknowledges it.</summary>
public enum BrokerReceipt
{
    /// <summary>It has stored it.</summary>
    Stored,

    /// <summary>It had stored it before: it came twice, and is there once.</summary>
    StoredBefore,

    /// <summary>It has taken it to hand it on to those who have subscribed. That is no storage.</summary>
    Accepted,

    /// <summary>It has taken it and thrown it away, since nobody has subscribed.</summary>
    Unread,
}
