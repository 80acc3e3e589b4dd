using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>What an id says in J1939, with the name of its group.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class J1939IdInfo
{
    internal J1939IdInfo(uint id, string? name)
    {
        var parts = new J1939Id(id);
        Id = id;
        Priority = parts.Priority;
        Pgn = parts.GroupNumber;
        Name = name;
        Source = parts.Source;
        Destination = parts.Destination;
    }

    /// <summary>The id.</summary>
    public uint Id { get; }

    /// <summary>The id as people read it, in hex: <c>18EA00F9</c>.</summary>
    public string HexId => CanId.Format(Id, extended: true);

    /// <summary>The priority: 0, the highest, to 7.</summary>
    public int Priority { get; }

    /// <summary>The number of the parameter group (PGN).</summary>
    public uint Pgn { get; }

    /// <summary>What a database, or the protocol itself, calls the group; null where nobody has a name for it.</summary>
    public string? Name { get; }

    /// <summary>The address that it comes from.</summary>
    public byte Source { get; }

    /// <summary>The address that it is for, 255 for all; null where its group goes to all in any case.</summary>
    public byte? Destination { get; }

    /// <summary>Its parts in words.</summary>
    /// <returns><c>18EA00F9: PGN 59904, priority 6, from 0xF9 to 0x00</c></returns>
    public override string ToString() => $"{HexId}: {new J1939Id(Id)}";
}
