namespace Caneth.Logs.Compression;

/// <summary>How far an <see cref="Inflater"/> got.</summary>
internal enum InflateState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>The compressed data has come to its end.</summary>
    Finished,

    /// <summary>The input ends before the compressed data does.</summary>
    CutOff,

    /// <summary>What comes next is not compressed data.</summary>
    Damaged,
}
