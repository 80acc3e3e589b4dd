namespace Caneth.Logs.Pcap;

/// <summary>The options of a block: each a code, a length and a value that is padded to four bytes; what does not fit ends them.</summary>
/// <param name="bytes">The bytes after what the block has in any case.</param>
/// <param name="order">The order of the bytes of numbers.</param>
internal ref struct PcapngOptions(ReadOnlySpan<byte> bytes, ByteOrder order)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Takes the next option.</summary>
    public bool TryTake(out ushort code, out ReadOnlySpan<byte> value)
    {
        code = PcapLayout.EndOfOptions;
        value = default;
        if (rest.Length < PcapLayout.OptionHeaderLength)
        {
            return false;
        }

        code = order.ReadUInt16(rest);
        var length = order.ReadUInt16(rest[sizeof(ushort)..]);
        rest = rest[PcapLayout.OptionHeaderLength..];
        if (code == PcapLayout.EndOfOptions || length > rest.Length)
        {
            rest = default;
            return false;
        }

        value = rest[..length];
        rest = rest[Math.Min(PcapLayout.Padded(length), rest.Length)..];
        return true;
    }
}
