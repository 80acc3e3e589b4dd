namespace Caneth.Analysis;

/// <summary>A field of a message as traffic shows it.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Role">What they seem to be.</param>
/// <param name="Confidence">How sure that is, 0 to 1.</param>
/// <param name="Why">What it was told by.</param>
internal sealed record GuessedField(BitField Bits, GuessedRole Role, double Confidence, string Why)
{
    /// <summary>The value of the multiplexer at which it is in the frame; null where it always is.</summary>
    public ulong? Page { get; init; }

    /// <summary>What it measures; null where nothing tells it.</summary>
    public FieldMeaning? Meaning { get; init; }
}
