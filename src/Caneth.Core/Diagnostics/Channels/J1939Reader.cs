using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Reads the messages of J1939 that a session receives, whomever they are for: those of one frame, and those that several carry. It sends nothing;
/// what is for a <see cref="J1939Node"/> of the session that node answers. One thread at a time.
/// </summary>
/// <example>
/// <code>
/// using var reader = new J1939Reader(session);
/// await foreach (var message in reader.ReadAllAsync())
/// {
///     Console.WriteLine(message);
/// }
/// </code>
/// </example>
public sealed class J1939Reader : IDisposable
{
    private readonly CanSession session;
    private readonly FrameSubscription frames;
    private readonly J1939Joiner joiner;
    private readonly TimeSpan timeout;
    private J1939Message? next;

    /// <summary>A reader of what comes from now on.</summary>
    /// <param name="session">The session; the reader ends with it.</param>
    /// <param name="options">What names messages, and how long the next frame of one may take; null for the usual.</param>
    /// <param name="lossless">Whether the session is held back where the reader is too slow, instead of losing frames.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public J1939Reader(CanSession session, J1939JoinOptions? options = null, bool lossless = false)
    {
        ArgumentNullException.ThrowIfNull(session);
        this.session = session;
        joiner = new(options);
        timeout = (options ?? new()).Timeout;
        frames = session.Subscribe(new() { Reader = $"The J1939 reader of '{session.Name}'", Lossless = lossless });
    }

    /// <summary>How many frames were lost because the reader was too slow.</summary>
    public long FramesDropped => frames.FramesDropped;

    /// <summary>Takes the next message, without waiting.</summary>
    /// <param name="message">The message, complete or not; null where there is none now.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead([NotNullWhen(true)] out J1939Message? message)
    {
        message = Peek() ? next : null;
        next = null;
        return message is not null;
    }

    /// <summary>Waits until there is a message.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is one; false when nothing will come any more.</returns>
    /// <exception cref="CanSessionException">The session ended on its own; the cause is inside.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default)
    {
        while (!Peek())
        {
            if (!await WaitForFramesAsync(cancellationToken).ConfigureAwait(false))
            {
                joiner.End();
                if (!Peek())
                {
                    await frames.Completion.ConfigureAwait(false);
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>The messages one by one until the session ends.</summary>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages in order; one that broke off says why, and is as long as it came.</returns>
    /// <exception cref="CanSessionException">The session ended on its own; the cause is inside.</exception>
    public async IAsyncEnumerable<J1939Message> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryRead(out var message))
            {
                yield return message;
            }
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose() => frames.Dispose();

    /// <summary>Whether a message of a group is under way.</summary>
    /// <param name="group">The group.</param>
    /// <param name="source">From whom; null for anybody.</param>
    internal bool IsUnderWay(uint group, byte? source) => joiner.IsUnderWay(group, source);

    private bool Peek()
    {
        while (next is null && !joiner.TryTake(out next))
        {
            var taken = frames.Take();
            if (taken.IsEmpty)
            {
                return false;
            }

            foreach (ref readonly var frame in taken.Span)
            {
                joiner.Add(frame);
            }
        }

        return true;
    }

    /// <summary>Waits for frames, and while something is under way no longer than its next one may take.</summary>
    /// <returns>Whether more may come.</returns>
    private async ValueTask<bool> WaitForFramesAsync(CancellationToken cancellationToken)
    {
        if (joiner.Transfers == 0)
        {
            return await frames.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        }

        using var limit = new CancellationTokenSource(timeout, session.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await frames.WaitToReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            joiner.EndLate();
            return true;
        }
    }
}
