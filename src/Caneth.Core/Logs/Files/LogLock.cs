using System.Diagnostics;

namespace Caneth.Logs.Files;

/// <summary>
/// The right to write a file, or the numbered files of a recording, which one writer has at a time: in this process and in all
/// others of this computer. It ends with the process at the latest. Readers are not concerned.
/// </summary>
internal sealed class LogLock : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, LogLock> Held = new(RealPath.Comparer);

    private readonly string key;
    private readonly string owner;

    private LogLock(string key, string owner)
    {
        this.key = key;
        this.owner = owner;
    }

    /// <summary>Takes the right within this process.</summary>
    /// <param name="path">The file, or the pattern of numbered files.</param>
    /// <param name="owner">Who asks, in words.</param>
    /// <exception cref="LogInUseException">Somebody else in this process has it.</exception>
    public static LogLock Take(string path, string owner)
    {
        var key = RealPath.Of(path);
        lock (Gate)
        {
            if (Held.TryGetValue(key, out var other))
            {
                throw new LogInUseException(path, other.owner, Environment.ProcessId);
            }

            return Held[key] = new(key, owner);
        }
    }

    /// <summary>Takes the right to write a file that is open already, against all other processes.</summary>
    /// <exception cref="LogInUseException">Somebody else has it.</exception>
    public static void TakeFromOthers(FileStream file, string path, FileRangeLock.Purpose purpose = FileRangeLock.Purpose.Writing)
    {
        if (!FileRangeLock.TryTake(file.SafeFileHandle, purpose))
        {
            _ = FileRangeLock.IsTaken(file.SafeFileHandle, out var process);
            throw InUse(path, process);
        }

        FileRangeLock.NoteProcess(file.SafeFileHandle);
    }

    /// <summary>Who in this process has the right to write a file; null where nobody has.</summary>
    public static string? OwnerHere(string path)
    {
        var key = RealPath.Of(path);
        lock (Gate)
        {
            return Held.GetValueOrDefault(key)?.owner;
        }
    }

    /// <summary>The error for a file that a process writes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="process">The process; null where it is unknown.</param>
    public static LogInUseException InUse(string path, int? process) => new(path, Describe(process), process);

    public void Dispose()
    {
        lock (Gate)
        {
            if (Held.GetValueOrDefault(key) == this)
            {
                Held.Remove(key);
            }
        }
    }

    private static string Describe(int? process)
    {
        if (process is not { } id)
        {
            return "another process";
        }

        try
        {
            using var running = Process.GetProcessById(id);
            return $"process {id} ({running.ProcessName})";
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
        {
            // It has just ended, or is one of another user who lets nobody look.
            return $"process {id}";
        }
    }
}
