namespace Caneth.Signals;

/// <summary>A signal and the bits that it is to have: up to 64, or bytes where it is longer.</summary>
internal readonly record struct SignalSetting(SignalDefinition Signal, ulong Bits, byte[]? Bytes)
{
    /// <summary>Whether this value of a switch puts a signal into the frame.</summary>
    public bool Chooses(SignalDefinition signal)
    {
        var bits = Bits;
        return signal.MultiplexValues.Any(range => range.Contains(bits));
    }

    public void WriteTo(Span<byte> data)
    {
        if (Bytes is null)
        {
            Signal.Layout.Write(Bits, data);
        }
        else
        {
            Signal.Layout.WriteBytes(Bytes, data);
        }
    }

    /// <summary>Whether data has this value.</summary>
    public bool IsIn(ReadOnlySpan<byte> data)
    {
        var payload = new Payload(data);
        return Bytes is null ? Signal.Layout.Read(payload) == Bits : Signal.Layout.ReadBytes(payload).AsSpan().SequenceEqual(Bytes);
    }

    /// <summary>Whether two signals share bits of data.</summary>
    public bool Overlaps(SignalSetting other, int length) => Signal.Layout.Covers(length).Zip(other.Signal.Layout.Covers(length)).Any(pair => (pair.First & pair.Second) != 0);
}
