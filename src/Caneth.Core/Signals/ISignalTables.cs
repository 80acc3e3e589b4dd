namespace Caneth.Signals;

/// <summary>How tables of what frames mean are written: one for each message, with a row for each frame and a column for each signal. For one thread.</summary>
public interface ISignalTables
{
    /// <summary>What the names of the files end with, with the point.</summary>
    string Extension { get; }

    /// <summary>Begins the table of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="destination">Where it is written; left open.</param>
    /// <returns>The table.</returns>
    /// <exception cref="IOException">The table cannot be written.</exception>
    ISignalTable Begin(MessageDefinition message, Stream destination);
}
