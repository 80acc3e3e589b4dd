namespace Caneth.Signals;

/// <summary>The limits of a signal where they are whole numbers that a double would round: those of nearly 64 bits.</summary>
/// <param name="minimum">The lowest physical value.</param>
/// <param name="maximum">The highest physical value.</param>
internal sealed class WholeRange(Int128 minimum, Int128 maximum)
{
    public Int128 Minimum => minimum;

    public Int128 Maximum => maximum;
}
