namespace Caneth.Logs.Files;

/// <summary>Another program took away the file that is being written, or what is in it.</summary>
internal sealed class LogLostException(string message, string? movedTo = null) : IOException(message)
{
    /// <summary>Where the file is now, with everything in it; null where it is gone, or unknown.</summary>
    public string? MovedTo { get; } = movedTo;
}
