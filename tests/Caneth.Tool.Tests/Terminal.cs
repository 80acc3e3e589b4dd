namespace Caneth.Tests;

/// <summary>The command in a terminal, with somebody at its keys who looks at the screen.</summary>
public sealed class Terminal : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RunningProgram tool;
    private readonly TemporaryFolder home;
    private readonly Screen screen;
    private int seen;

    private Terminal(RunningProgram tool, TemporaryFolder home)
    {
        this.tool = tool;
        this.home = home;
        screen = new(tool.Type);
    }

    /// <summary>The rows of the screen that are not empty.</summary>
    public string[] Rows => screen.Rows;

    /// <summary>Starts the command in a terminal.</summary>
    public static Terminal Start(params IEnumerable<string> arguments)
    {
        // script(1) of util-linux gives the command a pseudo-terminal. It starts a shell in it, which has to give way to the command:
        // a shell that stays, as some do, is in the terminal too, and Ctrl+C ends it before the command has answered.
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "There is no script(1) to make a pseudo-terminal with.");
        var command = $"stty rows {Screen.Height} columns {Screen.Width}; exec {string.Join(' ', [RunningTool.Executable, .. arguments])}";

        // The lines that others typed before would be offered here too.
        var home = new TemporaryFolder();
        return new(RunningProgram.Start("/usr/bin/script", ["-qec", command, "/dev/null"], start =>
        {
            start.Environment["HOME"] = start.Environment["XDG_DATA_HOME"] = home.Path;
            start.Environment["TERM"] = "xterm";
            start.Environment["NO_COLOR"] = "1";
        }), home);
    }

    /// <summary>Presses keys.</summary>
    public void Type(string keys) => tool.Type(keys);

    /// <summary>Waits until the screen looks as it should.</summary>
    /// <param name="wanted">What is wanted of the rows that are not empty.</param>
    /// <param name="what">What that is, in words.</param>
    public async Task SeeAsync(Func<string[], bool> wanted, string what)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Patience);
        while (true)
        {
            var more = tool.More;
            Look();
            if (wanted(Rows))
            {
                return;
            }

            try
            {
                await more.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"Did not see {what}, but:\n{string.Join('\n', Rows)}");
            }
        }
    }

    /// <summary>Waits until the last row is this.</summary>
    public Task SeeLastAsync(string row) => SeeAsync(rows => rows.Length > 0 && rows[^1] == row, $"'{row}' last");

    /// <summary>Waits until a row is this.</summary>
    public Task SeeAsync(string row) => SeeAsync(rows => rows.Contains(row), $"'{row}'");

    /// <summary>Waits for the end of the command.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> EndAsync()
    {
        var ending = tool.EndAsync();
        while (!ending.IsCompleted)
        {
            var more = tool.More;
            Look();
            await Task.WhenAny(ending, more);
        }

        return (await ending).ExitStatus;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tool.Dispose();
        home.Dispose();
    }

    private void Look()
    {
        var output = tool.Output;
        screen.Write(output[seen..]);
        seen = output.Length;
    }
}
