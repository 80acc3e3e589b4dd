namespace Caneth.Cmdlets;

/// <summary>What databases say of a frame.</summary>
internal enum FrameMeaning
{
    /// <summary>It is a message that is wanted.</summary>
    Message,

    /// <summary>It is a message that is not wanted, or has none of the signals that are.</summary>
    Unwanted,

    /// <summary>No database has its id.</summary>
    Unknown,

    /// <summary>It is a remote frame or an error frame: there is nothing in it.</summary>
    NoData,
}
