namespace Caneth.Cmdlets;

/// <summary>The file that an Export cmdlet writes: which one is meant, and what becomes of one that is there.</summary>
internal static class OutputFile
{
    /// <summary>The file that a path means; what is none ends the command.</summary>
    public static string Resolve(CanCmdlet cmdlet, string path)
    {
        var file = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        return provider.Name != "FileSystem" || Directory.Exists(file) ? cmdlet.Fail<string>(CanErrors.NotAFile(path)) : file;
    }

    /// <summary>Ends the command with an error where a file is there that is not to be replaced.</summary>
    /// <returns>Always true.</returns>
    public static bool MayWrite(CanCmdlet cmdlet, string file, bool noClobber) =>
        !noClobber || !File.Exists(file) || cmdlet.Fail<bool>(CanErrors.FileExists(file));

    /// <summary>Writes a file anew.</summary>
    /// <param name="file">The file.</param>
    /// <param name="force">Whether to write one that is read-only; it is so again afterwards.</param>
    /// <param name="write">Writes what is to be in it.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string file, bool force, Action<Stream> write)
    {
        var before = force && File.Exists(file) && (File.GetAttributes(file) & FileAttributes.ReadOnly) != 0 ? File.GetAttributes(file) : (FileAttributes?)null;
        if (before is { } attributes)
        {
            File.SetAttributes(file, attributes & ~FileAttributes.ReadOnly);
        }

        try
        {
            using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.Read);
            write(stream);
        }
        finally
        {
            if (before is { } protectedAs)
            {
                File.SetAttributes(file, protectedAs);
            }
        }
    }
}
