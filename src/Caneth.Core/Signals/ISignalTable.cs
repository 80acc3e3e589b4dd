namespace Caneth.Signals;

/// <summary>The table of a message, while it is written.</summary>
public interface ISignalTable
{
    /// <summary>How many rows were written.</summary>
    long RowCount { get; }

    /// <summary>Writes a row.</summary>
    /// <param name="time">The time of the frame.</param>
    /// <param name="channel">Its channel; null where it has none.</param>
    /// <param name="values">The physical values in the order of the message's signals; not a number where there is none.</param>
    /// <exception cref="IOException">The table cannot be written.</exception>
    void Write(Timestamp time, string? channel, ReadOnlySpan<double> values);

    /// <summary>Writes what is missing, so that the table is whole. It is the last thing that is done with it.</summary>
    /// <exception cref="IOException">The table cannot be written.</exception>
    void Complete();
}
