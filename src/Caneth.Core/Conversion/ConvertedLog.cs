using Caneth.Logs;

namespace Caneth.Conversion;

/// <summary>A log that was converted: how much was read of it, and what could not be.</summary>
public sealed class ConvertedLog
{
    internal ConvertedLog(ReadAheadLog log)
    {
        Path = log.Path;
        FramesRead = log.FramesRead;
        MalformedCount = log.MalformedCount;
        BytesPassedOver = log.BytesPassedOver;
        Losses = log.Losses;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>How many frames were read, wanted or not.</summary>
    public long FramesRead { get; }

    /// <summary>How many lines, or sections of a binary file, could not be read.</summary>
    public long MalformedCount { get; }

    /// <summary>How many bytes were passed over unread, because only later frames are wanted.</summary>
    public long BytesPassedOver { get; }

    /// <summary>What the file holds and frames cannot say, by name, with how often it occurred.</summary>
    public IReadOnlyCollection<LogLoss> Losses { get; }

    /// <summary>The file, and how many frames were read.</summary>
    /// <returns><c>drive.log: 1200 frames</c></returns>
    public override string ToString() => VisibleText.Of($"{System.IO.Path.GetFileName(Path)}: {FramesRead} frames");
}
