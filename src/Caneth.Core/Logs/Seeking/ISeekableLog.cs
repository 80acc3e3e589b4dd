namespace Caneth.Logs.Seeking;

/// <summary>A reader that can go on at another place of its file.</summary>
internal interface ISeekableLog : ILogReader
{
    /// <summary>Goes on at the first line, or container, that begins at a place or after it.</summary>
    /// <param name="place">A place after the header, in bytes from the beginning.</param>
    /// <returns>Where that line or container begins; null where there is none, or where the time of a line depends on those before it.</returns>
    long? GoTo(long place);
}
