namespace Caneth.Signals;

/// <summary>Finds in two lists what is the same thing in both, though it may have changed.</summary>
internal static class Pairing
{
    /// <summary>Pairs what agrees in a key.</summary>
    /// <param name="old">A list.</param>
    /// <param name="now">Another.</param>
    /// <param name="keys">What tells one thing from another, the surest first; a later one is asked for what no earlier one has paired.</param>
    /// <returns>The pairs and what is in the first list alone, in the order of that, then what is in the second alone.</returns>
    public static List<(T? Old, T? New)> Of<T>(IReadOnlyList<T> old, IReadOnlyList<T> now, params ReadOnlySpan<Func<T, object>> keys)
        where T : class
    {
        var partners = new T?[old.Count];
        var isTaken = new bool[now.Count];
        foreach (var key in keys)
        {
            var free = new Dictionary<object, Queue<int>>();
            for (var index = 0; index < now.Count; index++)
            {
                if (!isTaken[index])
                {
                    var of = key(now[index]);
                    (free.TryGetValue(of, out var queue) ? queue : free[of] = new()).Enqueue(index);
                }
            }

            for (var index = 0; index < old.Count; index++)
            {
                if (partners[index] is null && free.TryGetValue(key(old[index]), out var queue) && queue.TryDequeue(out var found))
                {
                    partners[index] = now[found];
                    isTaken[found] = true;
                }
            }
        }

        return [.. old.Select((one, index) => ((T?)one, partners[index])), .. now.Where((_, index) => !isTaken[index]).Select(one => ((T?)null, (T?)one))];
    }
}
