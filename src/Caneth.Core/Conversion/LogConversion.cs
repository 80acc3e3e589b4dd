using Caneth.Flow;
using Caneth.Logs;
using Caneth.Logs.Files;

namespace Caneth.Conversion;

/// <summary>
/// Makes another log of logs: in any format, of the frames that are wanted, one log after another or merged by time, into one file or into
/// many. One thread reads while another writes, and memory does not grow with the files. What may be asked while it runs may be asked by
/// any thread.
/// </summary>
/// <example>
/// <code>
/// var conversion = await LogConversion.RunAsync(new() { Inputs = ["front.blf", "rear.blf"], Output = "drive.log", Merge = true }, cancellationToken);
/// Console.WriteLine($"{conversion.FramesWritten} frames, lost: {string.Join("; ", conversion.Losses)}");
/// </code>
/// </example>
public sealed class LogConversion
{
    private readonly LogConversionOptions options;
    private readonly ConversionInputs inputs;
    private IConversionOutput? output;
    private FramePump? pump;
    private bool begun;

    /// <summary>A conversion that has not begun.</summary>
    /// <param name="options">Which logs, and what is to become of them.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range.</exception>
    public LogConversion(LogConversionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        inputs = new(options);
    }

    /// <summary>How many frames have been read, wanted or not.</summary>
    public long FramesRead => inputs.FramesRead;

    /// <summary>How many frames have been written, those left out because the format cannot say them not counted.</summary>
    public long FramesWritten => Volatile.Read(ref output)?.FramesWritten ?? Volatile.Read(ref pump)?.FramesPumped ?? 0;

    /// <summary>How much of the logs has been read, 0 to 100; null where it is unknown.</summary>
    public int? Percent => inputs.Percent;

    /// <summary>The logs that have been read, and what could not be read of them; all of them when it has ended.</summary>
    public IReadOnlyList<ConvertedLog> Inputs => inputs.Closed;

    /// <summary>The logs that were not opened, because the summaries beside them show that no frame of theirs lies in the time that is wanted.</summary>
    public IReadOnlyList<string> InputsSkipped => inputs.Skipped;

    /// <summary>The log that could not be opened, or not be read to its end, where that is why it failed; null otherwise.</summary>
    public string? FailedInput => inputs.Failed;

    /// <summary>The files that were written, when it has ended.</summary>
    public IReadOnlyList<string> Files { get; private set; } = [];

    /// <summary>What the frames held and the format cannot carry, by name, with how many frames it concerned, when it has ended.</summary>
    public IReadOnlyCollection<LogLoss> Losses => output?.Losses ?? [];

    /// <summary>
    /// What was done to the end of a file that is appended to, in words, because it did not end whole; null where nothing had to be done.
    /// </summary>
    public string? Repair => output?.Repair;

    /// <summary>Converts logs.</summary>
    /// <param name="options">Which logs, and what is to become of them.</param>
    /// <param name="cancellationToken">Ends it; a new file is not made then.</param>
    /// <returns>The conversion, which has ended. What is thrown is listed at <see cref="RunAsync(CancellationToken)"/>.</returns>
    public static async Task<LogConversion> RunAsync(LogConversionOptions options, CancellationToken cancellationToken = default)
    {
        var conversion = new LogConversion(options);
        await conversion.RunAsync(cancellationToken).ConfigureAwait(false);
        return conversion;
    }

    /// <summary>Converts the logs, once, on other threads than the caller's. Where it fails or is ended, a new file is not made.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when what was written is whole.</returns>
    /// <exception cref="ArgumentException">
    /// The file to write is one of the logs, or no format is named for one of them and its extension is not that of a known one.
    /// </exception>
    /// <exception cref="InvalidDataException">A log is of another format altogether, or nothing can be appended to the file.</exception>
    /// <exception cref="InvalidOperationException">It has run already, or has no file to write.</exception>
    /// <exception cref="IOException">A log cannot be read or the file not be written, somebody else writes it, or it is there and must not be.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    /// <exception cref="UnauthorizedAccessException">A log must not be read, or the file not be written.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        RunAsync(WriteAsync, options.Output ?? throw new InvalidOperationException("The conversion has no file to write."), cancellationToken);

    /// <summary>Brings the frames to a sink of the caller's instead of files, once, on other threads than the caller's.</summary>
    /// <param name="sink">Where they go; it is flushed at the end, and remains open.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Done when all is with the sink. What is thrown is listed at <see cref="RunAsync(CancellationToken)"/>.</returns>
    public Task RunAsync(IFrameSink sink, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sink);
        return RunAsync((source, end) => PumpAsync(source, sink, end), null, cancellationToken);
    }

    private async Task RunAsync(Func<IFrameSource, CancellationToken, Task> bring, string? path, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref begun, true))
        {
            throw new InvalidOperationException("The conversion has run already.");
        }

        // To open files may take long.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ThrowIfRead(path);
        inputs.Measure();
        try
        {
            using var source = await OpenInputsAsync(cancellationToken).ConfigureAwait(false);

            // Before anything is written: what cannot be read leaves no file.
            if (!await source.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await source.Completion.ConfigureAwait(false);
            }

            await bring(source, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            inputs.CloseAll();
        }
    }

    private async Task<IFrameSource> OpenInputsAsync(CancellationToken cancellationToken)
    {
        if (!options.Merge)
        {
            return new LogSequence(inputs, options.Inputs);
        }

        var logs = new List<SelectedLog>();
        foreach (var path in options.Inputs.Where(path => !inputs.TrySkip(path)))
        {
            logs.Add(await inputs.OpenAsync(path, cancellationToken).ConfigureAwait(false));
        }

        return new MergedSource(logs);
    }

    private async Task WriteAsync(IFrameSource source, CancellationToken cancellationToken)
    {
        IConversionOutput target = options.Splits ? new NumberedOutput(options.Output!, options) : new SingleOutput(options.Output!, options.Writing);
        Volatile.Write(ref output, target);
        try
        {
            await using (target.ConfigureAwait(false))
            {
                await PumpAsync(source, target, cancellationToken).ConfigureAwait(false);
                target.Complete();
            }
        }
        finally
        {
            Files = [.. target.Files];
        }
    }

    private Task<long> PumpAsync(IFrameSource source, IFrameSink sink, CancellationToken cancellationToken)
    {
        var running = new FramePump(source, sink);
        Volatile.Write(ref pump, running);
        return running.RunAsync(cancellationToken);
    }

    private void ThrowIfRead(string? path)
    {
        if (path is not null && !options.Splits && options.Inputs.Any(input => RealPath.Comparer.Equals(RealPath.Of(input), RealPath.Of(path))))
        {
            throw new ArgumentException($"'{VisibleText.Of(path)}' is one of the logs that are read, and cannot be the file that is written.");
        }
    }
}
