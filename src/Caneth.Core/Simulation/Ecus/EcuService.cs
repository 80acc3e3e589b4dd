namespace Caneth.Simulation;

/// <summary>A service of a control unit: what a request for it must be like, and what answers it.</summary>
/// <param name="Answer">Answers a request that is as it must be.</param>
/// <param name="Shortest">How many bytes a request has at least, that of the service included.</param>
/// <param name="Longest">How many it has at most.</param>
internal sealed record EcuService(Func<EcuRequest, EcuAnswer> Answer, int Shortest, int Longest = int.MaxValue)
{
    /// <summary>Its sub-functions; none where it has no such thing.</summary>
    public byte[] SubFunctions { get; init; } = [];

    /// <summary>The sessions in which it is there.</summary>
    public byte[] Sessions { get; init; } = EcuSessions.All;
}
