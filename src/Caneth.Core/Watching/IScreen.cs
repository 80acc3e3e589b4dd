namespace Caneth.Watching;

/// <summary>
/// The whole of a terminal, to be written on in any place. It is as it was before when the screen is disposed of. For one thread at a time.
/// </summary>
public interface IScreen : IDisposable
{
    /// <summary>How many columns there are now.</summary>
    int Width { get; }

    /// <summary>How many rows there are now.</summary>
    int Height { get; }

    /// <summary>Takes the terminal, and clears it.</summary>
    void Open();

    /// <summary>Clears it.</summary>
    void Clear();

    /// <summary>Writes a text. It is seen at the next <see cref="Flush"/> at the latest.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="text">The text, which fits the row.</param>
    void Write(int row, ScreenText text);

    /// <summary>Shows what was written.</summary>
    void Flush();

    /// <summary>Takes the next key that was pressed, without waiting for one.</summary>
    /// <returns>The key; null where none was pressed.</returns>
    ConsoleKeyInfo? ReadKey();
}
