using System.Runtime.InteropServices;

namespace Caneth.Tool.Devices;

/// <summary>Ctrl+C, and whatever else asks the command to end: the terminal that goes away, the system that shuts down.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource interrupted = new();
    private readonly PosixSignalRegistration[] registrations;

    /// <summary>Listens from now on.</summary>
    public Interruption() =>
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT }
            .Select(signal => PosixSignalRegistration.Create(signal, Interrupt))];

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
