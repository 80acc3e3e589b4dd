using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>Values by name, in the order in which they were first set. Most things have few: these are found without an index.</summary>
internal sealed class AttributeValues
{
    private const int MostWithoutIndex = 16;

    private KeyValuePair<string, object>[] values = [];
    private Dictionary<string, int>? index;

    public int Count { get; private set; }

    public KeyValuePair<string, object> this[int place] => values[place];

    public void Set(string name, object value)
    {
        var place = Find(name);
        if (place < 0)
        {
            place = Count++;
            index?.Add(name, place);
            MakeRoom();
        }

        values[place] = new(name, value);
    }

    public bool TryGet(string name, [NotNullWhen(true)] out object? value)
    {
        var place = Find(name);
        value = place < 0 ? null : values[place].Value;
        return place >= 0;
    }

    private void MakeRoom()
    {
        if (Count > values.Length)
        {
            var larger = new KeyValuePair<string, object>[Math.Max(4, values.Length * 2)];
            Array.Copy(values, larger, values.Length);
            values = larger;
        }
    }

    private int Find(string name)
    {
        if (Count > MostWithoutIndex)
        {
            index ??= MakeIndex();
            return index.TryGetValue(name, out var found) ? found : -1;
        }

        for (var place = 0; place < Count; place++)
        {
            if (values[place].Key == name)
            {
                return place;
            }
        }

        return -1;
    }

    private Dictionary<string, int> MakeIndex()
    {
        var made = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < Count; place++)
        {
            made.Add(values[place].Key, place);
        }

        return made;
    }
}
