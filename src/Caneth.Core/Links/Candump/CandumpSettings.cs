namespace Caneth.Links.Candump;

/// <summary>What is wanted of another computer's candump.</summary>
internal sealed record CandumpSettings
{
    /// <summary>What is made of its times.</summary>
    public RemoteTime Time { get; init; }

    /// <summary>Whether error frames are received like others.</summary>
    public bool ErrorFrames { get; init; }
}
