namespace Caneth.Analysis;

/// <summary>What bits seem to be.</summary>
internal enum GuessedRole
{
    /// <summary>A number that moves.</summary>
    Number,

    /// <summary>A bit, or a few that change together, that is one thing or another.</summary>
    State,

    /// <summary>Counts the frames.</summary>
    Counter,

    /// <summary>A checksum of the rest.</summary>
    Checksum,

    /// <summary>Changes as at random.</summary>
    Noise,

    /// <summary>Chooses what the rest means.</summary>
    Multiplexer,

    /// <summary>Is always the same, and not 0.</summary>
    Constant,
}
