using System.Collections;

namespace Caneth.Statistics;

/// <summary>A few numbers that read as numbers wherever a text is made of them, as in a CSV file: <c>0 1 4</c>.</summary>
/// <param name="numbers">The numbers.</param>
internal sealed class NumberList(params IEnumerable<int> numbers) : IReadOnlyList<int>
{
    private readonly int[] numbers = [.. numbers];

    public int Count => numbers.Length;

    public int this[int index] => numbers[index];

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)numbers).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => string.Join(' ', numbers);
}
