namespace Caneth.Bench;

/// <summary>What to measure.</summary>
internal sealed record Options(int Rounds, IReadOnlySet<string> Only, string? PythonCaneth, string? Json)
{
    public static Options Parse(string[] args)
    {
        string? Value(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
        return new(int.Parse(Value("--rounds") ?? "5"), (Value("--only") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet(),
            Value("--python-caneth"), Value("--json"));
    }

    public bool Runs(string name) => Only.Count == 0 || Only.Contains(name);
}
