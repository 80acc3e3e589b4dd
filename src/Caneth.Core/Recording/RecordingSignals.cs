using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Caneth.Recording;

/// <summary>
/// Sees to it that recordings are whole when the system ends the process: at SIGTERM and SIGHUP, which a service manager, a
/// container's end, and a terminal that is closed send, and at the events of Windows that stand for them.
/// </summary>
/// <remarks>
/// It changes nothing else: the process ends as it would have, with the same status, or goes on where somebody else takes the
/// signal, and the recordings with it.
/// </remarks>
internal static class RecordingSignals
{
    // Windows waits 5 s for a console that is closed, and service managers 10 s and more.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);

    private static readonly ConcurrentDictionary<CanRecording, bool> Running = new();

    // Held as long as the process lives: one that is finalized takes the signal no more.
    private static readonly PosixSignalRegistration[] Taken =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, SealAll),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, SealAll),
    ];

    /// <summary>Looks after a recording.</summary>
    public static void Add(CanRecording recording)
    {
        _ = Taken;
        Running[recording] = true;
    }

    /// <summary>Leaves a recording that has ended.</summary>
    public static void Remove(CanRecording recording) => Running.TryRemove(recording, out _);

    private static void SealAll(PosixSignalContext signal)
    {
        try
        {
            Task.WaitAll([.. Running.Keys.Select(recording => recording.SealAsync())], LongestWait);
        }
        catch (AggregateException)
        {
            // A recording that cannot be sealed has said so, and the others are.
        }
    }
}
