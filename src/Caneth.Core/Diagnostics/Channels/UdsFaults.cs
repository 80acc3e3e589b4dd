namespace Caneth.Diagnostics.Channels;

/// <summary>Faults of one control unit by UDS.</summary>
public static class UdsFaults
{
    /// <summary>The group that stands for all faults.</summary>
    public const uint AllGroups = 0xFF_FFFF;

    /// <summary>Reads the faults of a control unit (19 02).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="mask">Of which bits of the status one at least is set, 1 to 255.</param>
    /// <param name="withDetails">Whether what was stored with each of them is read, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The faults.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static Task<IReadOnlyList<EcuFault>> ReadFaultsAsync(
        this UdsClient client, byte mask = byte.MaxValue, bool withDetails = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);

        // No request made here asks for silence, so there is an answer.
        return new UdsFaultReader(new(client.Device, client.Name, client.Reply), async (request, end) => (await client.RequestAsync(request, end).ConfigureAwait(false))!)
            .ReadAsync(mask, withDetails, cancellationToken);
    }

    /// <summary>Clears faults of a control unit (14).</summary>
    /// <param name="client">The control unit.</param>
    /// <param name="group">Which: a code of 3 bytes, or a group; FFFFFF for all.</param>
    /// <param name="cancellationToken">Gives up; they may have been cleared all the same.</param>
    /// <returns>Ends when they are cleared.</returns>
    /// <inheritdoc cref="UdsClient.RequestAsync" path="/exception"/>
    public static async Task ClearFaultsAsync(this UdsClient client, uint group = AllGroups, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.RequestAsync(UdsFaultReader.ClearRequest(group), cancellationToken).ConfigureAwait(false);
    }
}
