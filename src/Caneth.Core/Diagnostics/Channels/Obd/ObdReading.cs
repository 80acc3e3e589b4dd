namespace Caneth.Diagnostics.Channels;

/// <summary>One reading of values: what came of which control unit.</summary>
/// <param name="client">The vehicle.</param>
/// <param name="units">Its control units.</param>
internal sealed class ObdReading(ObdClient client, IReadOnlyList<ObdUnit> units)
{
    private readonly Dictionary<(ObdUnit Unit, byte Pid), (Timestamp At, byte[] Data)> values = [];
    private readonly List<Exception> failures = [];

    /// <summary>What did not come, and why.</summary>
    public IReadOnlyList<Exception> Failures => failures;

    /// <summary>A value; null where it did not come.</summary>
    public ObdValue? ValueOf(ObdUnit unit, ObdParameter parameter) =>
        values.TryGetValue((unit, parameter.Pid), out var value) ? new(parameter, unit.Source, value.At, value.Data) : null;

    /// <summary>Reads PIDs with one request; what does not come with it is asked for once more, alone.</summary>
    public async Task ReadAsync(byte[] pids, CancellationToken cancellationToken)
    {
        byte[] request = [(byte)UdsService.CurrentData, .. pids];
        var seen = 0;
        bool IsEnough(IReadOnlyList<ObdResponse> responses)
        {
            for (; seen < responses.Count; seen++)
            {
                Take(responses[seen], pids);
            }

            return !Missing(pids).Any() || units.All(unit => !Lacks(unit, pids) || responses.Any(response => response.Address == unit.Address && response.Failure is not null));
        }

        var responses = await client.AskAllAsync(request, units[0].Address.ReceiveExtended, IsEnough, cancellationToken).ConfigureAwait(false);
        IsEnough(responses);
        foreach (var (unit, pid) in Missing(pids).ToList())
        {
            await ReadAloneAsync(unit, pid, isOneOfSeveral: pids.Length > 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAloneAsync(ObdUnit unit, byte pid, bool isOneOfSeveral, CancellationToken cancellationToken)
    {
        var responses = await client.AskOneAsync(unit, [(byte)UdsService.CurrentData, pid], static answers => answers.Count > 0, cancellationToken).ConfigureAwait(false);
        foreach (var response in responses)
        {
            Take(response, [pid]);
        }

        if (!values.ContainsKey((unit, pid)))
        {
            failures.Add(responses.Select(response => response.Failure).FirstOrDefault(failure => failure is not null) ?? ObdMessages.NoValue(unit, pid));
        }
        else if (isOneOfSeveral)
        {
            // It answers one, so several at once are what it does not answer.
            client.MostAtOnce = 1;
        }
    }

    private IEnumerable<(ObdUnit Unit, byte Pid)> Missing(byte[] pids) =>
        units.SelectMany(unit => pids.Where(pid => unit.Has(pid) && !values.ContainsKey((unit, pid))).Select(pid => (unit, pid)));

    private bool Lacks(ObdUnit unit, byte[] pids) => Array.Exists(pids, pid => unit.Has(pid) && !values.ContainsKey((unit, pid)));

    private void Take(in ObdResponse response, byte[] pids)
    {
        var address = response.Address;
        if (response.Message is not { } answer || units.FirstOrDefault(unit => unit.Address == address) is not { } from)
        {
            return;
        }

        foreach (var (pid, data) in ObdAnswer.Values(answer.Data, pids))
        {
            values[(from, pid)] = (answer.Timestamp, data);
        }
    }
}
