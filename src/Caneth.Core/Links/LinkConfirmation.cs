namespace Caneth.Links;

/// <summary>Who says of frames that were sent that they have arrived there; the later ones mean more.</summary>
public enum LinkConfirmation
{
    /// <summary>Nobody: a frame has left this computer, and may be lost on its way.</summary>
    None,

    /// <summary>The TCP of the other side, which does not prove that a frame reached the bus.</summary>
    PeerStack,

    /// <summary>The adapter, which has taken a frame to send it.</summary>
    Device,

    /// <summary>The controller, which has sent a frame on the bus.</summary>
    Bus,
}
