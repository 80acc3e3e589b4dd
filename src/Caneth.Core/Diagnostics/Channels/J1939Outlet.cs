using System.Diagnostics.CodeAnalysis;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// What a node has to say at once: in order, by one thread at a time, with no lock held. What has not left when the connection breaks is taken
/// back, since nobody expects it afterwards.
/// </summary>
/// <param name="sender">Where frames go; what was written is never written again.</param>
[SuppressMessage("Design", "CA1001", Justification = "A source that nothing waits for has nothing in it to be disposed of.")]
internal sealed class J1939Outlet(FrameSender sender)
{
    private readonly Lock gate = new();
    private readonly Queue<CanFrame> waiting = new();
    private CancellationTokenSource connection = new();
    private bool isBusy;

    /// <summary>Cancelled when the connection of now is lost.</summary>
    public CancellationToken Connection
    {
        get
        {
            lock (gate)
            {
                return connection.Token;
            }
        }
    }

    /// <summary>Notes what is to be said; <see cref="HandOut"/> follows.</summary>
    public void Add(CanFrame? frame)
    {
        if (frame is { } one)
        {
            lock (gate)
            {
                waiting.Enqueue(one);
            }
        }
    }

    /// <summary>Says it.</summary>
    public void HandOut()
    {
        while (TryBegin(out var frame, out var end))
        {
            try
            {
                _ = SayAsync(frame, end);
            }
            finally
            {
                lock (gate)
                {
                    isBusy = false;
                }
            }
        }
    }

    /// <summary>Sends a frame, and waits until it is with the operating system.</summary>
    public async Task SendAsync(CanFrame frame, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Connection, cancellationToken);
        await sender.SendAsync(new[] { frame }, either.Token).ConfigureAwait(false);
    }

    /// <summary>Forgets what waits; what is added from now on is for the next connection.</summary>
    /// <returns>Takes back what is with the session and has not left; to be called with no lock held.</returns>
    public Action Renew()
    {
        lock (gate)
        {
            waiting.Clear();
            var over = connection;
            connection = new();
            return () =>
            {
                over.Cancel();
                over.Dispose();
            };
        }
    }

    private bool TryBegin(out CanFrame frame, out CancellationToken end)
    {
        lock (gate)
        {
            end = connection.Token;
            frame = default;
            return !isBusy && (isBusy = waiting.TryDequeue(out frame));
        }
    }

    private async Task SayAsync(CanFrame frame, CancellationToken end)
    {
        try
        {
            await sender.SendAsync(new[] { frame }, end).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is CanException or ArgumentException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever waits for it will notice that it does not come.
        }
    }
}
