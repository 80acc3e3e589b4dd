using System.Runtime.InteropServices;

namespace Caneth.Tool.Engine;

/// <summary>Ctrl+C, and whatever else asks the command to end: the terminal that goes away, the system that shuts down.</summary>
internal sealed class Interruption : IDisposable
{
    // A registration that nobody holds is finalized, and the next signal kills the process.
    private static readonly List<PosixSignalRegistration> untilTheProcessEnds = [];

    private readonly CancellationTokenSource interrupted = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile Action<PosixSignalContext> answer;

    public Interruption()
    {
        answer = Interrupt;
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, received => answer(received)));
        }
    }

    /// <summary>Cancelled once the command is to end.</summary>
    public CancellationToken Token => interrupted.Token;

    /// <summary>
    /// Leaves the signals to another one until the process has ended. There is no moment in between, and none at the end, in
    /// which a signal would find nobody and kill the process.
    /// </summary>
    /// <returns>Whether the command is still wanted; false where a signal came before.</returns>
    public bool LeaveTo(Action<PosixSignalContext> successor)
    {
        answer = successor;
        untilTheProcessEnds.AddRange(registrations);
        registrations.Clear();
        return !interrupted.IsCancellationRequested;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        // The command ends by itself, in order; a second signal finds nobody listening any more and ends it at once.
        signal.Cancel = !interrupted.IsCancellationRequested;
        try
        {
            interrupted.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It came while the command was ending anyway.
        }
    }
}
