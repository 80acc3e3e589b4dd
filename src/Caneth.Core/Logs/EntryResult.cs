namespace Caneth.Logs;

/// <summary>What a line of a text log, or an object of a binary one, turned out to be, and what is wrong with one that cannot be read.</summary>
internal sealed class EntryResult
{
    // One object for each, so that reading a frame makes none.
    public static readonly EntryResult Frame = new(EntryKind.Frame);
    public static readonly EntryResult Nothing = new(EntryKind.Nothing);
    public static readonly EntryResult Header = new(EntryKind.Header);

    private EntryResult(EntryKind kind, string reason = "")
    {
        Kind = kind;
        Reason = reason;
    }

    public EntryKind Kind { get; }

    /// <summary>What is wrong, where it cannot be read; otherwise empty.</summary>
    public string Reason { get; }

    public static EntryResult Malformed(string reason) => new(EntryKind.Malformed, reason);
}
