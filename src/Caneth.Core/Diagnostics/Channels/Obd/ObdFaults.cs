namespace Caneth.Diagnostics.Channels;

/// <summary>Faults of all control units that answer OBD-II: those that OBD-II tells, and those that UDS does.</summary>
public static class ObdFaults
{
    private static readonly (UdsService Service, FaultStates State)[] Lists =
    [
        (UdsService.StoredFaults, FaultStates.Confirmed),
        (UdsService.PendingFaults, FaultStates.Pending),
        (UdsService.PermanentFaults, FaultStates.Permanent),
    ];

    /// <summary>Reads the faults of OBD-II: confirmed (03), pending (07), and those that only the vehicle itself clears (0A).</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Each fault once, with all that is said of it.</returns>
    /// <inheritdoc cref="ObdClient.FindAsync" path="/exception"/>
    public static async Task<ObdResult<EcuFault>> ReadObdFaultsAsync(this ObdClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var units = await client.UnitsAsync(cancellationToken).ConfigureAwait(false);
        var (faults, failures) = (new List<EcuFault>(), new List<Exception>());
        foreach (var (service, state) in Lists)
        {
            var responses = await client.AskAllAsync([(byte)service], units[0].Address.ReceiveExtended,
                answers => units.All(unit => answers.Any(answer => answer.Address == unit.Address)), cancellationToken).ConfigureAwait(false);

            // Who does not have a list says no; the first of them everybody has.
            failures.AddRange(service != UdsService.StoredFaults ? [] : units.Where(unit => responses.All(response => response.Address != unit.Address))
                .Select(unit => ObdMessages.NoResponse(unit, UdsMessage.Decode(new MessageData((byte)service)), client.Options)));
            failures.AddRange(responses.Select(response => response.Failure).OfType<Exception>().Where(failure => failure is not UdsException));
            foreach (var response in responses.Where(response => response.Message is not null))
            {
                if (units.FirstOrDefault(unit => unit.Address == response.Address) is { } unit)
                {
                    faults = TroubleCodes.Merge(TroubleCodes.ReadObd(unit.Source, response.Message!.Data.AsSpan(), state), faults);
                }
            }
        }

        return new([.. faults.OrderBy(fault => fault.HexId, StringComparer.Ordinal)], failures);
    }

    /// <summary>Reads the faults that one of the control units tells by UDS (19 02).</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="unit">The control unit.</param>
    /// <param name="mask">Of which bits of the status one at least is set, 1 to 255.</param>
    /// <param name="withDetails">Whether what was stored with each of them is read, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The faults.</returns>
    /// <inheritdoc cref="ObdClient.RequestAsync(ObdUnit, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public static Task<IReadOnlyList<EcuFault>> ReadUdsFaultsAsync(
        this ObdClient client, ObdUnit unit, byte mask = byte.MaxValue, bool withDetails = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(unit);
        return new UdsFaultReader(unit.Source, (request, end) => client.RequestAsync(unit, request, end)).ReadAsync(mask, withDetails, cancellationToken);
    }

    /// <summary>Adds the values that were stored with a fault of OBD-II to it.</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="unit">The control unit.</param>
    /// <param name="faults">Its faults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Ends when they are there.</returns>
    /// <inheritdoc cref="ObdClient.RequestAsync(ObdUnit, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public static async Task AddFreezeFrameAsync(
        this ObdClient client, ObdUnit unit, IReadOnlyList<EcuFault> faults, CancellationToken cancellationToken = default)
    {
        const byte StoredWith = 0x02;
        const int Header = 3;
        const int CodeLength = 2;
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(faults);
        var responses = await client.AskOneAsync(
            unit, [(byte)UdsService.FreezeFrameData, StoredWith, 0], static answers => answers.Count > 0, cancellationToken).ConfigureAwait(false);
        var code = responses.Select(response => response.Message).FirstOrDefault(answer => answer?.Data.Count >= Header + CodeLength)?.Data.ToArray()[Header..];
        if (code is not null && faults.FirstOrDefault(fault => fault.HexId == unit.HexReply && fault.Data.AsSpan().StartsWith(code.AsSpan(0, CodeLength))) is { } fault)
        {
            fault.FreezeFrame = await client.ReadFreezeFrameAsync(unit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Clears the faults of OBD-II of one control unit (04), what was stored with them, and what its monitors found.
    /// </summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="unit">The control unit.</param>
    /// <param name="cancellationToken">Gives up; they may have been cleared all the same.</param>
    /// <returns>Ends when they are cleared.</returns>
    /// <inheritdoc cref="ObdClient.RequestAsync(ObdUnit, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public static async Task ClearObdFaultsAsync(this ObdClient client, ObdUnit unit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.RequestAsync(unit, (byte[])[(byte)UdsService.ClearFaults], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Clears the faults of one control unit by UDS (14).</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="unit">The control unit.</param>
    /// <param name="group">Which: a code of 3 bytes, or a group; FFFFFF for all.</param>
    /// <param name="cancellationToken">Gives up; they may have been cleared all the same.</param>
    /// <returns>Ends when they are cleared.</returns>
    /// <inheritdoc cref="ObdClient.RequestAsync(ObdUnit, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    public static async Task ClearUdsFaultsAsync(
        this ObdClient client, ObdUnit unit, uint group = UdsFaults.AllGroups, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        await client.RequestAsync(unit, UdsFaultReader.ClearRequest(group), cancellationToken).ConfigureAwait(false);
    }
}
