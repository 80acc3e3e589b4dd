using System.Numerics;

namespace Caneth.Analysis;

/// <summary>The frames in which something changed, each a bit: what two things have in common is counted 64 frames at a time.</summary>
/// <param name="row">The frames, the first in the lowest bit of the first word.</param>
internal sealed class ChangeMoments(ulong[] row)
{
    /// <summary>How many there are.</summary>
    public int Count { get; } = CountOf(row);

    /// <summary>How many of them another has, too.</summary>
    public int CountWith(ChangeMoments other)
    {
        var count = 0;
        for (var word = 0; word < row.Length; word++)
        {
            count += BitOperations.PopCount(row[word] & other[word]);
        }

        return count;
    }

    /// <summary>Those of either.</summary>
    public ChangeMoments With(ChangeMoments other)
    {
        var either = new ulong[row.Length];
        for (var word = 0; word < row.Length; word++)
        {
            either[word] = row[word] | other[word];
        }

        return new(either);
    }

    private ulong this[int word] => row[word];

    private static int CountOf(ulong[] row)
    {
        var count = 0;
        foreach (var word in row)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }
}
