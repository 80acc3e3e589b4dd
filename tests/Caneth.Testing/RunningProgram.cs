using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Caneth.Testing;

/// <summary>A process with its streams in the hands of the test; it is ended with the test, and all that it started.</summary>
public sealed class RunningProgram : IDisposable
{
    private const int HungUp = 1;
    private const int Interrupted = 2;
    private const int Terminated = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Captured output;
    private readonly Captured error;

    private RunningProgram(string file, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        prepare?.Invoke(start);
        process = Process.Start(start)!;
        output = new(process.StandardOutput);
        error = new(process.StandardError);
    }

    /// <summary>What it wrote to standard output so far.</summary>
    public string Output => output.Text;

    /// <summary>The number of its process.</summary>
    public int Id => process.Id;

    /// <summary>Ends with the next that it writes.</summary>
    public Task More => output.More;

    /// <summary>What it wrote to standard error so far.</summary>
    public string Error => error.Text;

    /// <summary>Starts a program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="prepare">Sets what else it is to start with.</param>
    public static RunningProgram Start(string file, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null) =>
        new(file, arguments, prepare);

    /// <summary>Runs a program to its end.</summary>
    /// <inheritdoc cref="Start"/>
    public static async Task<Result> RunAsync(string file, IEnumerable<string> arguments, Action<ProcessStartInfo>? prepare = null)
    {
        using var program = Start(file, arguments, prepare);
        return await program.EndAsync();
    }

    /// <summary>Types something.</summary>
    public void Type(string text)
    {
        process.StandardInput.Write(text);
        process.StandardInput.Flush();
    }

    /// <summary>Ends standard input.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Ends the reading of standard output, as <c>head</c> does when it has seen enough.</summary>
    public void StopReading() => output.Close();

    /// <summary>Does what Ctrl+C does in a terminal.</summary>
    public void Interrupt() => Assert.Equal(0, Kill(process.Id, Interrupted));

    /// <summary>Asks it to end, as a service manager does: SIGTERM.</summary>
    public void Terminate() => Assert.Equal(0, Kill(process.Id, Terminated));

    /// <summary>Asks it to read its settings again, or to begin a new file: SIGHUP.</summary>
    public void HangUp() => Assert.Equal(0, Kill(process.Id, HungUp));

    /// <summary>Does what a Ctrl+C that is held down does, until the process has ended.</summary>
    public async Task InterruptUntilItEndsAsync()
    {
        // There is nothing to signal once it has ended, and the test then sees how.
        using var keyRepeat = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!process.HasExited && Kill(process.Id, Interrupted) == 0)
        {
            await keyRepeat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until standard output has a text after a place.</summary>
    /// <returns>The place after the text.</returns>
    public Task<int> OutputAsync(string expected, int after = 0) => output.WaitForAsync(expected, after, Patience, () => Error);

    /// <summary>Waits until standard error has a text.</summary>
    public Task ErrorAsync(string expected) => error.WaitForAsync(expected, 0, Patience, () => Output);

    /// <summary>Waits for the end of the process, as long as it goes on writing something.</summary>
    /// <param name="silence">How long it may write nothing.</param>
    public async Task<Result> EndAsync(TimeSpan? silence = null)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var ending = process.WaitForExitAsync(timeLimit.Token);
        try
        {
            while (!ending.IsCompleted)
            {
                timeLimit.CancelAfter(silence ?? Patience);
                await Task.WhenAny(ending, output.More, error.More);
            }

            await ending;
            await Task.WhenAll(output.Completion, error.Completion).WaitAsync(timeLimit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} does not end:\n{Output}{Error}");
        }

        return new(process.ExitCode, Output, Error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    /// <summary>What came of it.</summary>
    public sealed record Result(int ExitStatus, string Output, string Error)
    {
        /// <summary>The lines of standard output.</summary>
        public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private sealed class Captured
    {
        private readonly StringBuilder text = new();
        private readonly StreamReader reader;
        private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Captured(StreamReader reader)
        {
            this.reader = reader;
            Completion = Task.Run(ReadAsync);
        }

        public Task Completion { get; }

        /// <summary>Ends with the next that comes; never where nothing comes any more.</summary>
        public Task More => Volatile.Read(ref more).Task;

        public string Text
        {
            get
            {
                lock (text)
                {
                    return text.ToString();
                }
            }
        }

        public void Close() => reader.Close();

        public async Task<int> WaitForAsync(string expected, int after, TimeSpan timeLimit, Func<string> other)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            late.CancelAfter(timeLimit);
            while (true)
            {
                var next = More;
                var place = Text.IndexOf(expected, after, StringComparison.Ordinal);
                if (place >= 0)
                {
                    return place + expected.Length;
                }

                Assert.False(Completion.IsCompleted && !Text[after..].Contains(expected, StringComparison.Ordinal),
                    $"It ended without '{expected}', with:\n{Text}\nand:\n{other()}");
                try
                {
                    await Task.WhenAny(next, Completion).WaitAsync(late.Token);
                }
                catch (OperationCanceledException)
                {
                    Assert.Fail($"No '{expected}' came in time, but:\n{Text}\nand:\n{other()}");
                }
            }
        }

        private async Task ReadAsync()
        {
            var buffer = new char[4096];
            try
            {
                while (await reader.ReadAsync(buffer) is > 0 and var count)
                {
                    lock (text)
                    {
                        text.Append(buffer, 0, count);
                    }

                    Interlocked.Exchange(ref more, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
                }
            }
            catch (Exception exception) when (exception is ObjectDisposedException or IOException or InvalidOperationException)
            {
                // The test has read enough.
            }
        }
    }
}
