using System.Buffers.Binary;

namespace Caneth.Parquet;

/// <summary>What is known of a Parquet file before its directory is read.</summary>
internal static class ParquetFile
{
    // The letters at both ends, and the length of the directory.
    private const int ShortestLength = 12;

    private static ReadOnlySpan<byte> Signature => "PAR1"u8;

    /// <summary>What to call a file in a message.</summary>
    /// <param name="path">Its path; null where a stream is read.</param>
    public static string NameOf(string? path) => path is null ? "The stream" : $"'{path}'";

    /// <summary>The content as a stream that can be set to another place: a file is read from its end.</summary>
    /// <param name="content">The content, which may come from a pipe or be compressed.</param>
    /// <returns>The same, or a copy on the disk that is gone when it is disposed of.</returns>
    public static Stream Seekable(Stream content)
    {
        if (content.CanSeek)
        {
            return content;
        }

        var copy = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        try
        {
            content.CopyTo(copy);
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Looks whether a file is one, and a whole one.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void Check(Stream content, string? path)
    {
        Span<byte> letters = stackalloc byte[Signature.Length];
        content.Position = 0;
        if (content.ReadAtLeast(letters, letters.Length, throwOnEndOfStream: false) < letters.Length || !letters.SequenceEqual(Signature))
        {
            throw new InvalidDataException($"{NameOf(path)} is not a Parquet file: it does not begin with 'PAR1'.");
        }

        content.Position = Math.Max(0, content.Length - letters.Length);
        content.ReadExactly(letters);
        if (content.Length < ShortestLength || !letters.SequenceEqual(Signature))
        {
            throw new InvalidDataException(
                $"{NameOf(path)} is a Parquet file that was not ended: the directory of its columns, which is its last part, is missing.");
        }

        try
        {
            CheckDirectory(content);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{NameOf(path)} cannot be read as Parquet: {damage.Message}.", damage);
        }
    }

    /// <summary>Looks whether the directory, whose length stands before the last letters, is one that can be read.</summary>
    private static void CheckDirectory(Stream content)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        content.Position = content.Length - Signature.Length - length.Length;
        content.ReadExactly(length);
        var claimed = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (claimed < 0 || claimed > content.Length - ShortestLength)
        {
            throw new InvalidDataException($"its directory is said to have {claimed:N0} bytes");
        }

        var directory = new byte[claimed];
        content.Position = content.Length - Signature.Length - length.Length - claimed;
        content.ReadExactly(directory);
        try
        {
            ThriftStructure.Measure(directory, ParquetShape.Directory);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"its directory {damage.Message}", damage);
        }
    }
}
