namespace Caneth.Logs.Text;

/// <summary>What a line turned out to be.</summary>
internal enum LineKind
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Nothing that tells of the format: an empty line, an event of another kind.</summary>
    Nothing,

    /// <summary>A line of the head, by which the format shows itself.</summary>
    Head,

    /// <summary>A line that cannot be read.</summary>
    Malformed,
}
