using Caneth.Flow;
using Caneth.Logs;

namespace Caneth.Conversion;

/// <summary>Where the frames of a conversion go. Disposed of before it was completed, it leaves nothing that looks whole and is not.</summary>
internal interface IConversionOutput : IFrameSink
{
    /// <summary>How many frames were taken, those left out because the format cannot say them not counted; may be asked by any thread.</summary>
    long FramesWritten { get; }

    /// <summary>The files; to be asked when it has ended.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>What the frames held and the format cannot carry, by name; to be asked when it has ended.</summary>
    IReadOnlyCollection<LogLoss> Losses { get; }

    /// <summary>What was done to the end of a file that is appended to, because it did not end whole; null where nothing had to be done.</summary>
    string? Repair { get; }

    /// <summary>Ends what is written; it is whole, and under its name then.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    void Complete();
}
