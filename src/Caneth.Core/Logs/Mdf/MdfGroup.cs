namespace Caneth.Logs.Mdf;

/// <summary>A group of channels, whose records have one layout.</summary>
internal sealed class MdfGroup
{
    /// <summary>What its records are.</summary>
    public required MdfKind Kind { get; init; }

    /// <summary>The number by which its records are told from those of other groups among which they lie.</summary>
    public required ulong RecordId { get; init; }

    /// <summary>How long a record is, in bytes, without that number.</summary>
    public required int RecordLength { get; init; }

    /// <summary>Makes frames of its records; null where they are none.</summary>
    public MdfFrames? Frames { get; init; }

    /// <summary>What its records are called when they are left out; null where nothing is lost with them.</summary>
    public string? LeftOut { get; init; }

    /// <summary>How many records there are, as far as the file says.</summary>
    public ulong Count { get; init; }

    /// <summary>The values that a group like this holds; null for other groups, and where nobody needs them.</summary>
    public MdfSignalData? Values { get; set; }

    /// <summary>How many records were read, with those that are missing before the next.</summary>
    public long RecordsRead { get; set; }
}
