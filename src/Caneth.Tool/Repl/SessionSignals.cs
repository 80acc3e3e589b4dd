using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Caneth.Tool.Repl;

/// <summary>
/// What Ctrl+C does at each moment of a session: it stops what runs, and where a line is read it ends the session. Between
/// the two it does nothing: whoever stops a command with more Ctrl+C than it takes did not mean to leave.
/// </summary>
/// <param name="controlCIsKey">Whether Ctrl+C comes as a key while a line is read, as it does in a terminal.</param>
[SuppressMessage("Design", "CA1001", Justification = "A signal may still hold the source, which has nothing in it to be disposed of.")]
internal sealed class SessionSignals(bool controlCIsKey)
{
    private volatile CancellationTokenSource stop = new();
    private volatile bool reading;
    private int leaving;

    /// <summary>Stops the command that was read last.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>Reads a line.</summary>
    public string? Read(Func<string?> readLine)
    {
        TakeControlC(asKey: true);
        reading = true;
        try
        {
            return readLine();
        }
        finally
        {
            // In this order, so that the first Ctrl+C that comes as a signal already stops what was typed.
            stop = new();
            reading = false;
            TakeControlC(asKey: false);
        }
    }

    /// <summary>Does what a signal asks for; it never kills the process, but for SIGQUIT, the way out of everything.</summary>
    public void Answer(PosixSignalContext signal)
    {
        signal.Cancel = signal.Signal != PosixSignal.SIGQUIT;
        if (signal.Signal == PosixSignal.SIGINT && !reading)
        {
            stop.Cancel();
        }
        else if (signal.Cancel && Interlocked.Exchange(ref leaving, 1) == 0)
        {
            // The module disconnects its devices when the process ends. Once is enough: every further call would wait for the
            // first, on a thread that the devices need to end.
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Environment.Exit(ExitStatus.Done), null);
        }
    }

    private void TakeControlC(bool asKey)
    {
        if (controlCIsKey)
        {
            Console.TreatControlCAsInput = asKey;
        }
    }
}
