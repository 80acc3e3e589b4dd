using System.Management.Automation;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Frames;

/// <summary>Writes frames in a format of log files, with the library's own writer.</summary>
/// <typeparam name="TFrame">The library's type of frames, known only to the engine.</typeparam>
internal sealed class LogFrameWriter<TFrame> : IFrameWriter
{
    private readonly Action flush;
    private readonly WriteFrames write;

    /// <summary>Writes with a writer of the library.</summary>
    /// <param name="writer">An ILogWriter.</param>
    /// <param name="contract">ILogWriter.</param>
    public LogFrameWriter(object writer, Type contract)
    {
        write = contract.GetMethod("Write")!.CreateDelegate<WriteFrames>(writer);
        flush = contract.GetMethod("Flush")!.CreateDelegate<Action>(writer);
    }

    private delegate void WriteFrames(ReadOnlySpan<TFrame> frames);

    /// <inheritdoc/>
    public void Write(IReadOnlyList<PSObject> frames)
    {
        write([.. frames.Select(frame => (TFrame)frame.BaseObject)]);
        flush();
    }
}

/// <summary>Makes such writers.</summary>
internal static class LogFrameWriter
{
    /// <summary>Makes a writer.</summary>
    /// <param name="shell">The engine, which knows the library.</param>
    /// <param name="format">The name of a format that is text: candump, csv, jsonl.</param>
    /// <param name="output">Where to.</param>
    public static IFrameWriter Open(Shell shell, string format, Stream output)
    {
        using var pipeline = shell.Pipeline()
            .AddScript("""
                [Caneth.CanFrame]
                [Caneth.Logs.CanLog]::Create($args[0], [Caneth.Logs.LogFormats]::ByName($args[1]))
                [Caneth.Logs.ILogWriter]
                """)
            .AddArgument(output).AddArgument(format);
        var parts = Shell.Collect(pipeline, CancellationToken.None).Select(part => part.BaseObject).ToList();
        var type = typeof(LogFrameWriter<>).MakeGenericType((Type)parts[0]);
        return (IFrameWriter)Activator.CreateInstance(type, parts[1], parts[2])!;
    }
}
