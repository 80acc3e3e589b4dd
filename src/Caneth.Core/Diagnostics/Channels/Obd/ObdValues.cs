namespace Caneth.Diagnostics.Channels;

/// <summary>Values by OBD-II: those of now, and those that were stored with a fault.</summary>
public static class ObdValues
{
    /// <summary>
    /// Reads values of all control units that have them: up to six with one request, and one by one where a vehicle does not answer several at once. What one
    /// control unit refuses or leaves out takes nothing from the others.
    /// </summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="parameters">The values.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The values in the order in which they were asked for, each of every control unit that has it.</returns>
    /// <inheritdoc cref="ObdClient.FindAsync" path="/exception"/>
    public static async Task<ObdResult<ObdValue>> ReadAsync(
        this ObdClient client, IReadOnlyList<ObdParameter> parameters, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(parameters);
        var read = await ReadOnceAsync(client, parameters, cancellationToken).ConfigureAwait(false);
        if (read.Items.Count > 0 || read.Failures.All(failure => failure is ObdException { Error: ObdError.NotSupported }))
        {
            return read;
        }

        // Nobody answers who did before: the vehicle sleeps, or is another one by now.
        await client.FindAsync(cancellationToken).ConfigureAwait(false);
        return await ReadOnceAsync(client, parameters, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What each control unit says that it has.</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The PIDs of each control unit.</returns>
    /// <inheritdoc cref="ObdClient.FindAsync" path="/exception"/>
    public static async Task<IReadOnlyList<ObdSupport>> ReadSupportAsync(this ObdClient client, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        var units = await client.FindAsync(cancellationToken).ConfigureAwait(false);
        return [.. units.SelectMany(unit => unit.SupportedPids.Select(pid => new ObdSupport(unit.Source, pid)))];
    }

    /// <summary>Reads the values that were stored with a fault.</summary>
    /// <param name="client">The vehicle.</param>
    /// <param name="unit">The control unit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The values; none where no fault was stored.</returns>
    /// <inheritdoc cref="ObdClient.RequestAsync(ObdUnit, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    internal static async Task<IReadOnlyList<ObdValue>> ReadFreezeFrameAsync(this ObdClient client, ObdUnit unit, CancellationToken cancellationToken)
    {
        const byte First = 3;
        const int Header = 3;
        var pids = new SortedSet<byte>();
        foreach (var mask in SupportedPids.Masks.TakeWhile(mask => mask == 0 || pids.Contains(mask)))
        {
            if (await AskAsync(mask).ConfigureAwait(false) is { Length: >= SupportedPids.MaskLength } bits)
            {
                pids.UnionWith(SupportedPids.In(mask, bits));
            }
        }

        var values = new List<ObdValue>();
        foreach (var pid in pids.Where(pid => pid >= First && !SupportedPids.IsAskedForBy(pid)))
        {
            if (await AskAsync(pid).ConfigureAwait(false) is { } data && data.Length >= (ObdParameter.LengthOf(pid) ?? 1))
            {
                values.AddRange(ObdParameter.OfPid(pid).Select(parameter => new ObdValue(parameter, unit.Source, default, data)));
            }
        }

        return values;

        async Task<byte[]?> AskAsync(byte pid)
        {
            var responses = await client.AskOneAsync(
                unit, [(byte)UdsService.FreezeFrameData, pid, 0], static answers => answers.Count > 0, cancellationToken).ConfigureAwait(false);
            return responses.FirstOrDefault(response => response.Message is not null).Message is { } answer && answer.Data.Count > Header
                ? answer.Data.AsSpan()[Header..].ToArray() : null;
        }
    }

    private static async Task<ObdResult<ObdValue>> ReadOnceAsync(ObdClient client, IReadOnlyList<ObdParameter> parameters, CancellationToken cancellationToken)
    {
        var units = await client.UnitsAsync(cancellationToken).ConfigureAwait(false);
        var failures = new List<Exception>(parameters.Where(parameter => !units.Any(unit => unit.Has(parameter.Pid))).Select(ObdMessages.NotSupported));
        var reading = new ObdReading(client, units);
        foreach (var group in GroupsOf([.. parameters.Select(parameter => parameter.Pid).Distinct().Where(pid => units.Any(unit => unit.Has(pid)))], client.MostAtOnce))
        {
            await reading.ReadAsync(group, cancellationToken).ConfigureAwait(false);
        }

        return new([.. parameters.SelectMany(parameter => units.Select(unit => reading.ValueOf(unit, parameter)).OfType<ObdValue>())], [.. failures, .. reading.Failures]);
    }

    // Where nobody knows the length of an answer nothing can follow it, so it is asked for alone.
    private static IEnumerable<byte[]> GroupsOf(byte[] pids, int most) =>
        pids.Where(pid => ObdParameter.LengthOf(pid) is not null).Chunk(most).Concat(pids.Where(pid => ObdParameter.LengthOf(pid) is null).Chunk(1));
}
