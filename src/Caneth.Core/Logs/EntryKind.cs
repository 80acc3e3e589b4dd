namespace Caneth.Logs;

/// <summary>What a line of a text log, or an object of a binary one, turned out to be.</summary>
internal enum EntryKind
{
    /// <summary>A frame.</summary>
    Frame,

    /// <summary>Nothing that shows the format: an empty line, an event of another kind.</summary>
    Nothing,

    /// <summary>A part of the header, by which the format shows itself.</summary>
    Header,

    /// <summary>Something that cannot be read.</summary>
    Malformed,
}
