using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Caneth.Tool.Engine;

/// <summary>Standard output that tells when nobody reads it any more, as in <c>caneth watch | head</c>.</summary>
internal static class StandardOutput
{
    private const int FileDescriptor = 1;

    /// <summary>Opens it. What is written is with the reader at once.</summary>
    public static Stream Open()
    {
        // The console's own stream takes the end of the reader for success, and the command would go on for ever.
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

    /// <summary>Makes it the output of the whole command.</summary>
    public static void Use()
    {
        if (Console.IsOutputRedirected)
        {
            var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
            Console.SetOut(new StreamWriter(Open(), encoding) { AutoFlush = true });
        }
    }
}
