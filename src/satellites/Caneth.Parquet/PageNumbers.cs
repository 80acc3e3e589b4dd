namespace Caneth.Parquet;

/// <summary>Where the numbers of a page's header go that are asked for.</summary>
internal static class PageNumbers
{
    /// <summary>How many bytes the page has when it is unpacked.</summary>
    public const int UncompressedSize = 0;

    /// <summary>How many it has in the file.</summary>
    public const int CompressedSize = 1;

    /// <summary>How its values are written, where it is a page of the first kind.</summary>
    public const int Encoding = 2;

    /// <summary>How its values are written, where it is a page of the second kind.</summary>
    public const int Encoding2 = 3;

    /// <summary>How many numbers there are.</summary>
    public const int Count = 4;
}
