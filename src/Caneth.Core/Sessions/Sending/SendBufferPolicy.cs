namespace Caneth.Sessions;

/// <summary>What happens to a frame that is to be sent while the send buffer is full.</summary>
public enum SendBufferPolicy
{
    /// <summary>The sender waits for room.</summary>
    Wait,

    /// <summary>The sender gets an error at once.</summary>
    Fail,

    /// <summary>The oldest frame that waits is given up, and counted; its sender gets an error.</summary>
    DropOldest,
}
