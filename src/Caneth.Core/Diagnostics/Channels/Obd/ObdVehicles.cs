namespace Caneth.Diagnostics.Channels;

/// <summary>What a vehicle is, by OBD-II.</summary>
public static class ObdVehicles
{
    private const int Header = 2;
    private const byte Status = 0x01;
    private const byte Standard = 0x1C;
    private const byte Fuel = 0x51;

    private static readonly byte[] StatusPids = [Status, Standard, Fuel];

    /// <summary>Reads what every control unit says of itself and its vehicle: VIN, calibrations, names, and which monitors are ready.</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The control units; a VIN that is not complete is a failure, and never a part of one.</returns>
    /// <inheritdoc cref="ObdClient.FindAsync" path="/exception"/>
    public static async Task<ObdResult<ObdVehicle>> ReadVehicleAsync(this ObdClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var units = await client.FindAsync(cancellationToken).ConfigureAwait(false);
        var vehicles = units.ToDictionary(unit => unit.Address, unit => new ObdVehicle(unit.Source));
        var failures = new List<Exception>();
        var have = await SupportAsync(client, units, cancellationToken).ConfigureAwait(false);
        foreach (var kind in ObdInformation.All)
        {
            var asked = units.Where(unit => have[unit.Address].Contains(kind)).ToList();
            if (asked.Count == 0)
            {
                continue;
            }

            var responses = await AskAsync(client, kind, asked, cancellationToken).ConfigureAwait(false);
            failures.AddRange(responses.Select(response => response.Failure).OfType<Exception>());
            failures.AddRange(asked.Where(unit => responses.All(response => response.Address != unit.Address))
                .Select(unit => ObdMessages.NoResponse(unit, UdsMessage.Decode(new MessageData((byte)UdsService.VehicleInformation, kind)), client.Options)));
            foreach (var response in responses.Where(response => response.Message is not null && vehicles.ContainsKey(response.Address)))
            {
                var unit = units.First(unit => unit.Address == response.Address);
                Take(unit, vehicles[unit.Address], kind, response.Message!.Data.AsSpan(), failures);
            }
        }

        await AddStatusAsync(client, units, vehicles, failures, cancellationToken).ConfigureAwait(false);
        return new([.. vehicles.Values], failures);
    }

    private static Task<IReadOnlyList<ObdResponse>> AskAsync(ObdClient client, byte kind, List<ObdUnit> asked, CancellationToken cancellationToken) => client.AskAllAsync(
        [(byte)UdsService.VehicleInformation, kind], asked[0].Address.ReceiveExtended,
        answers => asked.All(unit => answers.Any(answer => answer.Address == unit.Address)), cancellationToken);

    /// <summary>Which kinds each control unit has; one that does not say so is asked for none.</summary>
    private static async Task<Dictionary<IsoTpAddress, List<byte>>> SupportAsync(ObdClient client, IReadOnlyList<ObdUnit> units, CancellationToken cancellationToken)
    {
        var responses = await AskAsync(client, 0, [.. units], cancellationToken).ConfigureAwait(false);
        return units.ToDictionary(unit => unit.Address, unit => responses
            .Where(response => response.Address == unit.Address && response.Message?.Data.Count >= Header + SupportedPids.MaskLength)
            .SelectMany(response => SupportedPids.In(0, response.Message!.Data.AsSpan()[Header..])).ToList());
    }

    private static void Take(ObdUnit unit, ObdVehicle vehicle, byte kind, ReadOnlySpan<byte> answer, List<Exception> failures)
    {
        // After service and kind comes how many there are.
        var content = answer[Math.Min(Header + 1, answer.Length)..];
        switch (kind)
        {
            case ObdInformation.Vin when ObdInformation.TryReadVin(content, out var vin):
                vehicle.Vin = vin;
                break;
            case ObdInformation.Vin:
                failures.Add(ObdMessages.InvalidVin(unit, content));
                break;
            case ObdInformation.CalibrationIds:
                vehicle.CalibrationIds = ObdInformation.ReadCalibrationIds(content);
                break;
            case ObdInformation.CalibrationNumbers:
                vehicle.CalibrationNumbers = ObdInformation.ReadCalibrationNumbers(content);
                break;
            default:
                vehicle.Name = ObdInformation.ReadName(content);
                break;
        }
    }

    private static async Task AddStatusAsync(
        ObdClient client, IReadOnlyList<ObdUnit> units, Dictionary<IsoTpAddress, ObdVehicle> vehicles, List<Exception> failures, CancellationToken cancellationToken)
    {
        var reading = new ObdReading(client, units);
        byte[] pids = [.. StatusPids.Where(pid => units.Any(unit => unit.Has(pid)))];
        foreach (var group in pids.Chunk(client.MostAtOnce))
        {
            await reading.ReadAsync(group, cancellationToken).ConfigureAwait(false);
        }

        failures.AddRange(reading.Failures);
        foreach (var unit in units)
        {
            var vehicle = vehicles[unit.Address];
            vehicle.Standard = Word(Standard);
            vehicle.Fuel = Word(Fuel);
            if (reading.ValueOf(unit, ObdParameter.OfPid(Status)[0]) is { } status)
            {
                const int Lamp = 0x80;
                var monitors = ObdReadiness.Monitors(status.Data.AsSpan());
                (vehicle.LampOn, vehicle.FaultCount) = ((status.Data[0] & Lamp) != 0, status.Data[0] & ~Lamp);
                vehicle.MonitorsReady = [.. monitors.Where(monitor => monitor.IsReady).Select(monitor => monitor.Name)];
                vehicle.MonitorsNotReady = [.. monitors.Where(monitor => !monitor.IsReady).Select(monitor => monitor.Name)];
            }

            string? Word(byte pid) => reading.ValueOf(unit, ObdParameter.OfPid(pid)[0])?.Value as string;
        }
    }
}
