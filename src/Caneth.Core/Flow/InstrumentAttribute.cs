namespace Caneth.Flow;

/// <summary>The instrument that a member of a <see cref="Tally{TCounter}"/> feeds in the meter <c>Caneth</c>.</summary>
/// <param name="name">Its name, <c>caneth.frames.received</c>.</param>
/// <param name="unit">Its unit in UCUM, <c>By</c>, <c>{frame}</c>.</param>
/// <param name="description">What it counts, in a sentence.</param>
[AttributeUsage(AttributeTargets.Field)]
internal sealed class InstrumentAttribute(string name, string unit, string description) : Attribute
{
    public string Name => name;

    public string Unit => unit;

    public string Description => description;
}
