using Caneth.Plotting;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>What of frames becomes series: their signals, their bytes, or how often they come.</summary>
internal interface ISeriesInput
{
    /// <summary>Makes the series.</summary>
    SeriesCollector Collector { get; }

    /// <summary>What is looked for, in words: <c>value of EngineSpeed</c>.</summary>
    string Words { get; }

    /// <summary>Ends the command with an error where what it is asked for cannot come from these devices.</summary>
    void Check(IReadOnlyList<CanSession> sessions);

    /// <summary>Selects what is needed of a device, where it is received.</summary>
    FrameFilter FilterFor(CanSession session);

    /// <summary>Takes a frame.</summary>
    /// <returns>Whether it brought a value.</returns>
    bool Take(in CanFrame frame);

    /// <summary>Takes a decoded message.</summary>
    /// <returns>Whether it brought a value.</returns>
    bool Take(CanMessage message);

    /// <summary>Takes a decoded signal.</summary>
    /// <returns>Whether a signal can be taken at all.</returns>
    bool Take(CanSignalValue value);

    /// <summary>Warns of what was left out.</summary>
    void TellLosses();
}
