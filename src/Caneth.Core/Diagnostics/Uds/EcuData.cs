using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Caneth.Diagnostics;

/// <summary>The data of an identifier, as a control unit gave it.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class EcuData
{
    internal EcuData(string ecu, ushort identifier, MessageData data, Timestamp timestamp) =>
        (Ecu, Identifier, Data, Timestamp) = (ecu, identifier, data, timestamp);

    /// <summary>When it came.</summary>
    public Timestamp Timestamp { get; }

    /// <summary>The name of the control unit.</summary>
    public string Ecu { get; }

    /// <summary>The identifier.</summary>
    public ushort Identifier { get; }

    /// <summary>The identifier as people read it, in hex: <c>F190</c>.</summary>
    public string HexIdentifier => Identifier.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>What it is called where all control units have it: <c>Vin</c>; null where that is for the maker to say.</summary>
    public string? Name => DataIdentifiers.NameOf(Identifier);

    /// <summary>The bytes as text; null where they are none.</summary>
    public string? Text
    {
        get
        {
            var text = Data.AsSpan().TrimEnd((byte)0);
            return text.IsEmpty || text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? null : Encoding.ASCII.GetString(text);
        }
    }

    /// <summary>The bytes as a number, the highest first; null where there are none, or more than 8.</summary>
    public ulong? Number
    {
        get
        {
            Span<byte> whole = stackalloc byte[sizeof(ulong)];
            if (Data.Count == 0 || Data.Count > whole.Length)
            {
                return null;
            }

            whole.Clear();
            Data.AsSpan().CopyTo(whole[^Data.Count..]);
            return BinaryPrimitives.ReadUInt64BigEndian(whole);
        }
    }

    /// <summary>The bytes.</summary>
    public MessageData Data { get; }

    /// <summary>The identifier and what it holds.</summary>
    /// <returns><c>F190 = "WCANETH0T35T00017"</c></returns>
    public override string ToString() => $"{HexIdentifier} = {UdsValues.Of(Data.AsSpan())}";
}
