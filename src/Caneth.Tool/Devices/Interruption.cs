using System.Runtime.InteropServices;

namespace Caneth.Tool.Devices;

/// <summary>Ctrl+C, and whatever else asks the command to end: the terminal that goes away, the system that shuts down.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource interrupted = new();
    private readonly Action? hangUp;
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Listens from now on.</summary>
    /// <param name="hangUp">What SIGHUP asks for, where that is something else than to end; on a thread of the system, so it must not block.</param>
    public Interruption(Action? hangUp = null)
    {
        this.hangUp = hangUp;
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, Interrupt))];
    }

    /// <summary>Cancelled once the command is to end.</summary>
    public CancellationToken Token => interrupted.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        interrupted.Dispose();
    }

    private void Interrupt(PosixSignalContext signal)
    {
        // On Windows it is a console that is closed, after which there is no going on.
        if (signal.Signal == PosixSignal.SIGHUP && hangUp is not null && !OperatingSystem.IsWindows())
        {
            signal.Cancel = true;
            hangUp();
            return;
        }

        // The command ends in order; a second signal ends it at once.
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
