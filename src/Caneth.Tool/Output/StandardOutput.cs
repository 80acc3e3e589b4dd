using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Tool.Output;

/// <summary>Standard output as bytes: it knows when nobody reads it any more, as in <c>caneth watch | head</c>.</summary>
internal static class StandardOutput
{
    private const int FileDescriptor = 1;

    /// <summary>Opens it. What is written is with the reader at once.</summary>
    /// <returns>The stream, which throws an <see cref="IOException"/> once nobody reads.</returns>
    public static Stream Open()
    {
        // The console's own stream takes the end of the reader for success, and the command would go on without end.
        if (!OperatingSystem.IsWindows() && Console.IsOutputRedirected)
        {
            var pipe = new FileStream(new SafeFileHandle(FileDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return pipe;
            }
        }

        return Console.OpenStandardOutput();
    }

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line, without its end.</param>
    public static void WriteLine(string line)
    {
        using var output = Open();
        output.Write(Encoding.UTF8.GetBytes(line + Environment.NewLine));
    }
}
