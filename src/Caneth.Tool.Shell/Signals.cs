using System.Runtime.InteropServices;

namespace Caneth.Tool.Shell;

/// <summary>What ends a session whose lines come from a pipe or a file, and which has no prompt to press keys at.</summary>
public static class Signals
{
    // A registration that nobody holds is finalized, and the next signal kills the process.
    private static readonly List<PosixSignalRegistration> Held = [];
    private static int leaving;

    /// <summary>Lets Ctrl+C and its like end the session in order, however many come.</summary>
    public static void EndSession()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
        {
            Held.Add(PosixSignalRegistration.Create(signal, End));
        }
    }

    /// <summary>
    /// Called at the end of the session; does not return where a signal ends it: two threads that end the process at once take away from each
    /// other what they need for it.
    /// </summary>
    public static void Leave()
    {
        if (Interlocked.Exchange(ref leaving, 1) != 0)
        {
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private static void End(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Exchange(ref leaving, 1) == 0)
        {
            // The module disconnects its devices when the process ends. Once is enough: every further call would wait for the
            // first, on a thread that the devices need to end.
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Environment.Exit(0), null);
        }
    }
}
