using System.Text;

namespace Caneth.Signals;

/// <summary>How a database is read.</summary>
public sealed record DatabaseLoadOptions
{
    /// <summary>What the database is called, or null for the name of the file without its extension.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// How the file's text is encoded, or null to see by its content: a byte order mark, else UTF-8 where it is that without an
    /// error, else Windows-1252.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>How many problems are listed at most; one more tells how many there were. 1 or more.</summary>
    public int MaxProblems { get; init; } = 10_000;
}
