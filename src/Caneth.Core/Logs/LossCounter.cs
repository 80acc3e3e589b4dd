namespace Caneth.Logs;

/// <summary>Counts losses by name.</summary>
internal sealed class LossCounter
{
    // A damaged file can hold any number of names; the counter must not grow with it.
    private const int MostNames = 64;
    private const string Others = "others";

    private readonly Dictionary<string, long> counts = [];

    public IReadOnlyCollection<LogLoss> Losses => [.. counts.Select(pair => new LogLoss(pair.Key, pair.Value))];

    public void Add(string what)
    {
        var name = counts.Count < MostNames || counts.ContainsKey(what) ? what : Others;
        counts[name] = counts.GetValueOrDefault(name) + 1;
    }
}
