using System.Text;

namespace Caneth.Simulation;

/// <summary>What is behind an identifier (DID) of a control unit.</summary>
internal sealed class EcuIdentifier
{
    private readonly Func<VehicleState, byte[]> read;
    private byte[] stored = [];

    /// <summary>A value that changes.</summary>
    public EcuIdentifier(Func<VehicleState, byte[]> read) => this.read = read;

    /// <summary>What is stored.</summary>
    public EcuIdentifier(byte[] stored)
    {
        this.stored = stored;
        read = _ => this.stored;
    }

    /// <summary>A text that is stored.</summary>
    public EcuIdentifier(string text)
        : this(Encoding.ASCII.GetBytes(text))
    {
    }

    /// <summary>How many bytes can be written at least.</summary>
    public int ShortestWrite { get; init; }

    /// <summary>How many bytes can be written at most; 0 where nothing can be.</summary>
    public int LongestWrite { get; init; }

    /// <summary>Whether it is written to an unlocked control unit only.</summary>
    public bool NeedsUnlock { get; init; }

    public bool IsWritable => LongestWrite > 0;

    public byte[] Read(VehicleState car) => read(car);

    public void Write(ReadOnlySpan<byte> value) => stored = value.ToArray();
}
