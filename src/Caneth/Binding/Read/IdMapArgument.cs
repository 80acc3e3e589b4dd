using System.Collections;
using System.ComponentModel;

namespace Caneth.Binding;

/// <summary>Which id replaces which, as a user writes it: <c>@{0x100 = 0x200; '7E0' = '18DA10F1'}</c>.</summary>
[TypeConverter(typeof(IdMapConverter))]
public sealed class IdMapArgument
{
    private readonly Dictionary<uint, uint> map;

    /// <summary>A map.</summary>
    /// <param name="map">The id in a log, then the id to send.</param>
    public IdMapArgument(IReadOnlyDictionary<uint, uint> map) => this.map = new(map);

    /// <summary>The id in a log, then the id to send.</summary>
    public IReadOnlyDictionary<uint, uint> Ids => map;

    /// <summary>A map as a user writes it.</summary>
    /// <param name="table">Ids as they are written, each with the id that takes its place.</param>
    /// <exception cref="FormatException">One of the ids cannot be read.</exception>
    public static implicit operator IdMapArgument(Hashtable table) => IdMapConverter.ReadTable(table);

    /// <summary>The map as it can be written.</summary>
    /// <returns><c>0x100 = 0x200; 0x7E0 = 0x18DA10F1</c></returns>
    public override string ToString() => string.Join("; ", map.Select(entry => $"0x{entry.Key:X3} = 0x{entry.Value:X3}"));
}
