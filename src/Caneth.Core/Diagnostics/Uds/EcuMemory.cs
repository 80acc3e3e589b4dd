using System.Globalization;

namespace Caneth.Diagnostics;

/// <summary>A piece of the memory of a control unit, as it gave it.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class EcuMemory
{
    private const int MostShown = 32;

    internal EcuMemory(string ecu, ulong address, MessageData data) => (Ecu, Address, Data) = (ecu, address, data);

    /// <summary>The name of the control unit.</summary>
    public string Ecu { get; }

    /// <summary>Where it is.</summary>
    public ulong Address { get; }

    /// <summary>The same as people read it: <c>0x1000</c>.</summary>
    public string HexAddress => string.Create(CultureInfo.InvariantCulture, $"0x{Address:X}");

    /// <summary>How many bytes there are.</summary>
    public int Length => Data.Count;

    /// <summary>The bytes.</summary>
    public MessageData Data { get; }

    /// <summary>Where it is and what it holds.</summary>
    /// <returns><c>0x1000: 01 02 03</c>; of many bytes the beginning and the length.</returns>
    public override string ToString() => $"{HexAddress}: {Data.Shorten(MostShown)}";
}
