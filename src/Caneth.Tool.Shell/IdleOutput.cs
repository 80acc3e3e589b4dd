using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace Caneth.Tool.Shell;

/// <summary>
/// What handlers show while a line is being typed goes above that line. PSReadLine lets handlers run whenever no key was
/// pressed for 300 ms, and would leave what they show in the midst of the line.
/// </summary>
public sealed class IdleOutput : TextWriter
{
    private const string ClearToEnd = "\e[J";

    private readonly TextWriter console;
    private readonly object readLine;
    private readonly FieldInfo firstRow;
    private readonly StringBuilder shown = new();
    private readonly PowerShell events = PowerShell.Create(RunspaceMode.CurrentRunspace)
        .AddScript("[Diagnostics.DebuggerHidden()]param() 0", useLocalScope: true);

    private bool isIdle;

    private IdleOutput(TextWriter console, object readLine, FieldInfo firstRow)
    {
        this.console = console;
        this.readLine = readLine;
        this.firstRow = firstRow;
    }

    /// <inheritdoc/>
    public override Encoding Encoding => console.Encoding;

    /// <summary>Begins to look after the line that is being typed.</summary>
    /// <param name="readLine">PSReadLine's <c>PSConsoleReadLine</c>.</param>
    public static void Follow(Type readLine)
    {
        // The door that PSReadLine has for hosts which handle events themselves. A PSReadLine without it does as it always did.
        var handleIdle = readLine.GetField("_handleIdleOverride", BindingFlags.Static | BindingFlags.NonPublic);
        var singleton = readLine.GetField("_singleton", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null);
        var firstRow = readLine.GetField("_initialY", BindingFlags.Instance | BindingFlags.NonPublic);
        if (handleIdle?.FieldType == typeof(Action<CancellationToken>) && singleton is not null && firstRow?.FieldType == typeof(int))
        {
            var output = new IdleOutput(Console.Out, singleton, firstRow);
            Console.SetOut(output);
            handleIdle.SetValue(null, (Action<CancellationToken>)(_ => output.RunHandlers()));
        }
    }

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (isIdle)
        {
            shown.Append(value);
        }
        else
        {
            console.Write(value);
        }
    }

    /// <inheritdoc/>
    public override void Flush() => console.Flush();

    private void RunHandlers()
    {
        isIdle = true;
        try
        {
            events.Invoke();
        }
        finally
        {
            isIdle = false;
        }

        if (shown.Length > 0)
        {
            ShowAboveLine(shown.ToString());
            shown.Clear();
        }
    }

    private void ShowAboveLine(string text)
    {
        // To ask the console where the cursor is would wait for the key that PSReadLine waits for.
        var row = (int)firstRow.GetValue(readLine)!;
        var cursor = new CursorTracker(Console.BufferWidth, Console.WindowHeight, row);
        cursor.Follow(text);
        if (cursor.Column > 0)
        {
            text += Environment.NewLine;
            cursor.Follow(Environment.NewLine);
        }

        Console.SetCursorPosition(0, row);
        console.Write(ClearToEnd + text);
        Console.SetCursorPosition(0, cursor.Row);
        readLine.GetType().GetMethod("InvokePrompt", [typeof(ConsoleKeyInfo?), typeof(object)])!.Invoke(null, [null, cursor.Row]);
    }
}
