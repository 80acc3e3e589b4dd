namespace Caneth.Logs.Compression;

/// <summary>Why a <see cref="GzipReader"/> has nothing to give.</summary>
internal enum GzipEnd
{
    /// <summary>It has something.</summary>
    None,

    /// <summary>The file is over, and whole.</summary>
    Whole,

    /// <summary>The file ends inside what is compressed, as a killed process leaves it.</summary>
    CutOff,

    /// <summary>Something is damaged here, and more may follow: see <see cref="GzipReader.Problem"/>.</summary>
    Gap,
}
