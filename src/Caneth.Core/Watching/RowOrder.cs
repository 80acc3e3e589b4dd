namespace Caneth.Watching;

/// <summary>How the rows of a watched bus are ordered.</summary>
internal enum RowOrder
{
    /// <summary>By id, standard ids first.</summary>
    Id,

    /// <summary>By the name of the message.</summary>
    Name,

    /// <summary>The most frames first.</summary>
    Count,

    /// <summary>The most frames a second first.</summary>
    Rate,

    /// <summary>What changed last first.</summary>
    Changed,
}
