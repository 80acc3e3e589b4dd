namespace Caneth.Logs;

/// <summary>A log file cannot be written because somebody else writes it: two writers would destroy each other's frames.</summary>
public sealed class LogInUseException : CanException
{
    /// <summary>The file is in use.</summary>
    /// <param name="path">The file, or the pattern of a recording's numbered files.</param>
    /// <param name="owner">Who writes it, in words: <c>the recording 'night'</c>, <c>process 4711 (pwsh)</c>.</param>
    /// <param name="processId">The process that writes it; null where it is unknown.</param>
    public LogInUseException(string path, string owner, int? processId)
        : base($"'{path}' is being written by {owner}.", "Wait for it or stop it first, or write another file.", innerException: null)
    {
        Path = path;
        Owner = owner;
        ProcessId = processId;
    }

    /// <summary>The file, or the pattern of a recording's numbered files.</summary>
    public string Path { get; }

    /// <summary>Who writes it, in words.</summary>
    public string Owner { get; }

    /// <summary>The process that writes it; null where it is unknown.</summary>
    public int? ProcessId { get; }
}
