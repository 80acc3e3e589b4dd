namespace Caneth.Links;

/// <summary>Whose clock says when a frame was received.</summary>
public enum LinkTime
{
    /// <summary>That of this computer, when the frame arrived: what arrived together has one time.</summary>
    Host,

    /// <summary>That of the adapter, brought to the time of this computer: frames have their true distances.</summary>
    Device,

    /// <summary>That of the computer at the bus, brought to the time of this one: frames have their true distances.</summary>
    Remote,

    /// <summary>That of the operating system, when it got the frame from the controller: frames have their true distances.</summary>
    Kernel,

    /// <summary>That of the computer at the bus, as it is: nothing says how far it is from that of this one.</summary>
    Foreign,
}
