namespace Caneth.Diagnostics.Channels;

/// <summary>Reads and writes the memory of a control unit, and sends it what it is programmed with.</summary>
public static class UdsMemory
{
    // A block begins with the service and its number; what a control unit says of the longest one includes both.
    private const int BlockHeader = 2;
    private const int MostInBlock = 0xFFF - BlockHeader;

    /// <summary>Reads memory (23).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="address">Where.</param>
    /// <param name="length">How many bytes, 1 or more.</param>
    /// <param name="format">How address and length are written; null for 4 bytes each.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The address or the length has no room in this many bytes.</exception>
    /// <exception cref="InvalidDataException">The control unit gave another number of bytes.</exception>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task<MessageData> ReadMemoryAsync(
        this UdsClient client, ulong address, int length, UdsMemoryFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        byte[] request = [(byte)UdsService.ReadMemoryByAddress, .. (format ?? new()).Write(address, length)];
        var response = await client.RequestAsync(request, cancellationToken).ConfigureAwait(false);
        var data = new MessageData(response!.Data.AsSpan()[1..]);
        return data.Count == length ? data : throw new InvalidDataException(ChannelMessages.OtherLength(client.Name, address, length, data.Count));
    }

    /// <summary>Writes memory (3D).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="address">Where.</param>
    /// <param name="data">The bytes, 1 or more.</param>
    /// <param name="format">How address and length are written; null for 4 bytes each.</param>
    /// <param name="cancellationToken">Gives up; it may have been written all the same.</param>
    /// <returns>Ends when it is written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The address or the length has no room in this many bytes.</exception>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task WriteMemoryAsync(
        this UdsClient client, ulong address, ReadOnlyMemory<byte> data, UdsMemoryFormat? format = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        byte[] request = [(byte)UdsService.WriteMemoryByAddress, .. (format ?? new()).Write(address, data.Length), .. data.Span];
        await client.RequestAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends data to a control unit in blocks (34, 36, 37), as long as it takes them. A block is never sent again: what was not acknowledged may be
    /// written.
    /// </summary>
    /// <param name="client">The control unit, in the session for it and unlocked, as it wants.</param>
    /// <param name="address">Where the data goes.</param>
    /// <param name="data">The data, 1 byte or more, which must not change until it is sent.</param>
    /// <param name="format">How address and length are written; null for 4 bytes each.</param>
    /// <param name="dataFormat">How the data is compressed and encrypted, as its maker says; 0, the default, for neither.</param>
    /// <param name="progress">Is told how many bytes the control unit has taken, after each block; null for nobody.</param>
    /// <param name="cancellationToken">Gives up between two blocks, or in the midst of one. The control unit is told nothing.</param>
    /// <returns>In how many blocks it was sent.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The address or the length has no room in this many bytes.</exception>
    /// <exception cref="InvalidDataException">The control unit does not say how long blocks may be.</exception>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task<int> DownloadAsync(this UdsClient client, ulong address, ReadOnlyMemory<byte> data, UdsMemoryFormat? format = null,
        byte dataFormat = 0, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        byte[] request = [(byte)UdsService.RequestDownload, dataFormat, .. (format ?? new()).Write(address, data.Length)];
        var accepted = await client.RequestAsync(request, cancellationToken).ConfigureAwait(false);
        var most = MostIn(client, accepted!);
        var block = new byte[BlockHeader + Math.Min(most, data.Length)];
        block[0] = (byte)UdsService.TransferData;
        var blocks = 0;
        for (var sent = 0; sent < data.Length;)
        {
            // Numbers begin at 1, and after FF comes 0.
            var part = data.Slice(sent, Math.Min(most, data.Length - sent));
            block[1] = (byte)++blocks;
            part.CopyTo(block.AsMemory(BlockHeader));
            await client.RequestAsync(block.AsMemory(0, BlockHeader + part.Length), cancellationToken).ConfigureAwait(false);
            sent += part.Length;
            progress?.Report(sent);
        }

        await client.RequestAsync((byte[])[(byte)UdsService.RequestTransferExit], cancellationToken).ConfigureAwait(false);
        return blocks;
    }

    /// <summary>How many bytes of data a block may have, by the answer to the request.</summary>
    private static int MostIn(UdsClient client, UdsMessage accepted)
    {
        const int LengthAt = 2;
        var bytes = accepted.Data.AsSpan();
        var count = bytes.Length < LengthAt ? 0 : bytes[1] >> 4;
        var longest = count is > 0 and <= sizeof(ulong) && bytes.Length >= LengthAt + count ? UdsValues.Number(bytes.Slice(LengthAt, count)) : 0;
        return longest > BlockHeader ? (int)Math.Min(longest - BlockHeader, MostInBlock)
            : throw new InvalidDataException(ChannelMessages.NoBlockLength(client.Name, accepted));
    }
}
