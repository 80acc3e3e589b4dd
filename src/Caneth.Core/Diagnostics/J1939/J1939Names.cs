using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>Finds what the group of an id is called: in databases or else by the protocol.</summary>
/// <param name="databases">The databases.</param>
internal sealed class J1939Names(DatabaseSet databases)
{
    // A bus has a few hundred ids; whoever sends all half a billion is not to fill the memory.
    private const int MaxIds = 65_536;

    private readonly Dictionary<uint, string?> known = [];

    /// <summary>The name; null where nobody has one for it.</summary>
    /// <param name="id">An id of 29 bits.</param>
    public string? Of(uint id)
    {
        if (known.TryGetValue(id, out var name))
        {
            return name;
        }

        if (known.Count >= MaxIds)
        {
            known.Clear();
        }

        var frame = new CanFrame(id, default(ReadOnlySpan<byte>), FrameFlags.Extended);
        name = databases.TryFind(frame, out var message) ? message.Name : J1939Groups.NameOf(new J1939Id(id).GroupNumber);
        known.Add(id, name);
        return name;
    }
}
