using System.Diagnostics;

namespace Caneth.Tests.Recording;

/// <summary>A process of its own that records; see tests/Caneth.RecordingChild.</summary>
internal static class RecordingChild
{
    public static string Program { get; } = Checkout.Built("tests", "Caneth.RecordingChild", "Caneth.RecordingChild.dll");

    /// <summary>Starts a recording of one file, or of files of 1,000 bytes.</summary>
    public static Process Start(int port, string path, string rotation = "") =>
        Start("dotnet", [Program, $"{port}", .. rotation == "" ? (string[])[path] : [path, $"--{rotation}"]]);

    /// <summary>Starts a command whose input and output are this process's.</summary>
    public static Process Start(string command, IEnumerable<string> arguments) => Process.Start(new ProcessStartInfo(command, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;

    /// <summary>Says something to the child, and waits for its answer.</summary>
    public static async Task<string?> AskAsync(Process child, string line, CancellationToken cancellationToken)
    {
        await child.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await child.StandardInput.FlushAsync(cancellationToken);
        return await child.StandardOutput.ReadLineAsync(cancellationToken);
    }
}
