using System.Diagnostics.CodeAnalysis;

namespace Caneth.Diagnostics;

/// <summary>Things by their keys, and in the order in which something last happened to them: so the oldest is found at once.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The thing.</typeparam>
internal sealed class ByAge<TKey, TValue>
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> order = [];

    public int Count => nodes.Count;

    /// <summary>The thing of a key.</summary>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = nodes.TryGetValue(key, out var node);
        value = found ? node!.Value.Value : default;
        return found;
    }

    /// <summary>Whether there is one like that.</summary>
    public bool Any(Func<TKey, TValue, bool> isOne) => order.Any(one => isOne(one.Key, one.Value));

    /// <summary>That to which nothing happened for the longest time.</summary>
    public bool TryGetOldest([MaybeNullWhen(false)] out TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        (key, value) = order.First is { } node ? node.Value : default;
        return order.Count > 0;
    }

    /// <summary>Adds a thing as the youngest, or makes one that is there already the youngest.</summary>
    public void AddOrRenew(TKey key, TValue value)
    {
        if (nodes.TryGetValue(key, out var node))
        {
            order.Remove(node);
            order.AddLast(node);
        }
        else
        {
            nodes.Add(key, order.AddLast((key, value)));
        }
    }

    /// <summary>Forgets a thing.</summary>
    public void Remove(TKey key)
    {
        if (nodes.Remove(key, out var node))
        {
            order.Remove(node);
        }
    }
}
