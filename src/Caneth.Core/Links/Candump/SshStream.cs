using System.Diagnostics;
using System.Text;
using Caneth.Links.Streams;

namespace Caneth.Links.Candump;

/// <summary>The input and the output of a program that logs in elsewhere: what it says of errors is kept apart.</summary>
internal sealed class SshStream : IByteStream
{
    private const int ReadSize = 4096;
    private const int MaxErrorLine = 500;

    private static readonly TimeSpan RoomInterval = TimeSpan.FromMilliseconds(1);

    private readonly Process process;
    private readonly IncomingBytes incoming = new();
    private readonly OutgoingBytes outgoing;
    private readonly Task errors;
    private volatile Action<string>? report;
    private volatile string? lastError;
    private volatile bool isEnding;

    /// <summary>Starts the program.</summary>
    /// <param name="program">Its name, or its path.</param>
    /// <param name="arguments">Its arguments, which no shell of this computer reads.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    public SshStream(string program, IEnumerable<string> arguments)
    {
        process = new()
        {
            StartInfo = new(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardErrorEncoding = Encoding.UTF8,
                UseShellExecute = false,
                CreateNoWindow = true,
            },
        };
        if (OperatingSystem.IsWindows())
        {
            // Ctrl+C at a prompt is for what the prompt waits for.
            process.StartInfo.CreateNewProcessGroup = true;
        }

        process.Start();
        outgoing = new(process.StandardInput.BaseStream);
        errors = Task.Run(ReadErrorsAsync);
        _ = Task.Run(ReadAsync);
    }

    /// <summary>The last line of errors; null where there was none.</summary>
    public string? LastError => lastError;

    /// <inheritdoc/>
    public long BytesWritten => outgoing.Written;

    /// <summary>Nobody says what has arrived.</summary>
    public long? BytesConfirmed => null;

    /// <inheritdoc/>
    public bool IsBroken => incoming.HasEnded;

    /// <summary>Hands on what is said of errors from now on.</summary>
    public void ReportErrors(Action<string> said) => report = said;

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.ReceiveAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PeekAsync(Memory<byte> buffer, CancellationToken cancellationToken) => incoming.PeekAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public int Send(ReadOnlySpan<byte> bytes) => outgoing.Send(bytes);

    /// <summary>Ends the program's input once it has got what it was sent; it ends then.</summary>
    public void EndSending()
    {
        isEnding = true;
        _ = EndInputAsync();
    }

    /// <summary>Waits until the program has ended.</summary>
    public Task WaitForEndAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Abort() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        isEnding = true;
        try
        {
            process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended already, or was disposed.
        }

        CloseInput();
        process.Dispose();
    }

    private async Task EndInputAsync()
    {
        await outgoing.FinishAsync().ConfigureAwait(false);
        CloseInput();
    }

    private void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has ended already, or was disposed.
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            var output = process.StandardOutput.BaseStream;
            var buffer = new byte[ReadSize];
            while (true)
            {
                var room = Math.Min(incoming.Room, buffer.Length);
                if (room == 0)
                {
                    await Task.Delay(RoomInterval).ConfigureAwait(false);
                    continue;
                }

                var count = await output.ReadAsync(buffer.AsMemory(0, room)).ConfigureAwait(false);
                if (count == 0)
                {
                    break;
                }

                incoming.Add(buffer.AsSpan(0, count));
            }

            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync().ConfigureAwait(false);
            incoming.End(isEnding ? null : new IOException(CandumpMessages.WhyEnded(lastError, process.ExitCode)));
        }
        catch (Exception exception)
        {
            // What escaped here would end the user's shell.
            incoming.End(isEnding ? null : exception);
        }
    }

    private async Task ReadErrorsAsync()
    {
        try
        {
            var buffer = new char[MaxErrorLine];
            var line = new StringBuilder();
            for (int count; (count = await process.StandardError.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            {
                foreach (var character in buffer.AsSpan(0, count))
                {
                    if (character is not ('\r' or '\n'))
                    {
                        line.Append(character);
                    }

                    if (character == '\n' || line.Length >= MaxErrorLine)
                    {
                        Said(line);
                    }
                }
            }

            Said(line);
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It was disposed.
        }
    }

    private void Said(StringBuilder line)
    {
        var text = line.ToString().Trim();
        line.Clear();
        if (text.Length > 0 && !isEnding)
        {
            lastError = text;
            report?.Invoke(text);
        }
    }
}
