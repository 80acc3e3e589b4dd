namespace Caneth.Logs;

/// <summary>
/// A copy of content that can be read once only, for formats that are read here and there: in the memory as far as it is short, otherwise in a
/// file that is gone when it is closed.
/// </summary>
internal static class SpooledContent
{
    private const int LongestInMemory = 16 * 1024 * 1024;
    private const int Step = 128 * 1024;

    /// <summary>Copies what is left of a file.</summary>
    /// <param name="input">The file.</param>
    /// <returns>The copy, to be disposed of.</returns>
    /// <exception cref="IOException">There is no room for it.</exception>
    public static Stream Copy(BufferedInput input)
    {
        var bytes = new byte[Step];
        Stream copy = new MemoryStream();
        try
        {
            while (input.Read(bytes) is var count and > 0)
            {
                if (copy is MemoryStream && copy.Length + count > LongestInMemory)
                {
                    copy = MoveToDisk(copy);
                }

                copy.Write(bytes, 0, count);
            }

            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static FileStream MoveToDisk(Stream memory)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
        memory.Position = 0;
        memory.CopyTo(file);
        return file;
    }
}
