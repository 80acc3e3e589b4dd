namespace Caneth.Bridges;

/// <summary>What a bridge is doing.</summary>
public enum BridgeState
{
    /// <summary>It carries frames, as far as its devices are connected.</summary>
    Running,

    /// <summary>It has ended: it was stopped, one of its devices has ended, or frames went in a circle.</summary>
    Stopped,
}
