using System.Net.Sockets;
using Caneth.Links.Streams;
using Caneth.Sessions;

namespace Caneth.Servers;

/// <summary>The service of one client, from its connection to its end: one loop hears it, another sends it what is on the bus.</summary>
internal sealed class ClientConnection : IDisposable
{
    // Longer than any message of any protocol, several times.
    private const int BufferSize = 16 * 1024;

    // Whoever sends as much without one word of the protocol does not speak it.
    private const int GarbageLimit = 4096;

    private readonly ServerContext server;
    private readonly ServerClient client;
    private readonly ClientSocket socket;
    private readonly Conversation conversation;
    private readonly ClientSender sender;
    private readonly SkippedExcerpt skipped = new();
    private readonly CancellationTokenSource closing = new();
    private readonly byte[] incoming = new byte[BufferSize];
    private readonly byte[] outgoing = new byte[BufferSize];
    private FrameSubscription? frames;
    private Task sending = Task.CompletedTask;
    private bool hasSpoken;
    private int skippedInARow;

    /// <param name="server">What the clients share.</param>
    /// <param name="client">The client.</param>
    /// <param name="socket">Its socket, which is the connection's from now on.</param>
    public ClientConnection(ServerContext server, ServerClient client, Socket socket)
    {
        this.server = server;
        this.client = client;
        this.socket = new(socket, server.Options.TimeProvider);
        conversation = server.Begin();
        sender = new(server, client);
    }

    /// <summary>The client.</summary>
    public ServerClient Client => client;

    /// <summary>Serves the client until it leaves, or the connection is ended. Never fails.</summary>
    public async Task RunAsync()
    {
        try
        {
            await SayAsync().ConfigureAwait(false);
            await FollowAsync().ConfigureAwait(false);
            await HearAsync().ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // Whatever it was, this connection is over and the others are not.
            Report(failure);
        }

        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the connection; <see cref="RunAsync"/> ends then.</summary>
    public void End()
    {
        try
        {
            closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    /// <summary>Frees what it has, after <see cref="RunAsync"/>.</summary>
    public void Dispose()
    {
        socket.Dispose();
        closing.Dispose();
    }

    private async Task HearAsync()
    {
        var held = 0;
        while (conversation.EndReason is null && await socket.ReceiveAsync(incoming.AsMemory(held), closing.Token).ConfigureAwait(false) is > 0 and var received)
        {
            var bytes = await HearAsync(incoming.AsMemory(0, held + received)).ConfigureAwait(false);
            await SayAsync().ConfigureAwait(false);
            bytes.CopyTo(incoming);
            held = bytes.Length;
        }

        if (conversation.EndReason is { } why)
        {
            server.Events.Add(ServerEventKind.ClientDisconnected, EventLevel.Warning, ServerMessages.Disconnected(client.Address, why), client.Address);
        }
    }

    /// <summary>Hears what came.</summary>
    /// <returns>The beginning of something, of which the rest has not come.</returns>
    private async ValueTask<ReadOnlyMemory<byte>> HearAsync(ReadOnlyMemory<byte> bytes)
    {
        // A web page that somebody is shown on this computer reaches its ports, with commands for a bus in a request.
        if (!hasSpoken && ForeignData.IsHttpRequest(bytes.Span))
        {
            throw NotUnderstood(bytes.Span);
        }

        hasSpoken = true;
        CanFrame frame = default;
        while (!bytes.IsEmpty && conversation.EndReason is null)
        {
            var kind = conversation.Hear(bytes.Span, ref frame, out var length);
            if (kind == MessageKind.Incomplete)
            {
                break;
            }

            Account(kind, bytes.Span[..length]);
            bytes = bytes[length..];
            if (kind == MessageKind.Frame)
            {
                var accepted = await sender.SendAsync(frame, closing.Token).ConfigureAwait(false);
                conversation.Answer(frame, accepted);
            }

            await FollowAsync().ConfigureAwait(false);
        }

        return bytes;
    }

    private void Account(MessageKind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind is MessageKind.Frame or MessageKind.Other)
        {
            skippedInARow = 0;
            skipped.Clear();
        }
        else if (kind != MessageKind.Filler)
        {
            client.Count(ServerCounter.BytesSkipped, bytes.Length);
            skipped.Add(bytes);
            skippedInARow += bytes.Length;
            if (kind == MessageKind.Lost || skippedInARow >= GarbageLimit)
            {
                throw NotUnderstood(skipped.Bytes);
            }
        }
    }

    private InvalidDataException NotUnderstood(ReadOnlySpan<byte> heard) =>
        new(ServerMessages.NotUnderstood(client.Address, conversation.Capabilities.Carrier, ForeignData.Excerpt(heard)));

    /// <summary>Begins to send the client what is on the bus, or ends it, as it wants.</summary>
    private async ValueTask FollowAsync()
    {
        if (conversation.IsListening && frames is null)
        {
            // All that comes from now on, and it is told so: what it is answered comes before the first frame.
            frames = server.Session.Subscribe(new()
            {
                Filter = server.Options.Filter,
                Capacity = server.Options.ClientBuffer,
                IncludeSent = true,
                Reader = $"The client {client.Address} of the server '{server.Options.Name}'",
            });
            client.Follow(frames);
            await SayAsync().ConfigureAwait(false);
            var reader = frames;
            sending = Task.Run(() => SendAsync(reader));
        }
        else if (!conversation.IsListening && frames is not null)
        {
            await StopSendingAsync().ConfigureAwait(false);
        }
    }

    private async Task StopSendingAsync()
    {
        frames?.Dispose();
        await sending.ConfigureAwait(false);
        client.Follow(null);
        frames = null;
    }

    /// <summary>Sends the client what is on the bus. Never fails.</summary>
    private async Task SendAsync(FrameSubscription reader)
    {
        try
        {
            while (conversation.IsListening && await reader.WaitToReadAsync(closing.Token).ConfigureAwait(false))
            {
                var batch = reader.Take();
                while (conversation.IsListening && !batch.IsEmpty)
                {
                    var (taken, bytes, count) = Write(batch.Span);
                    batch = batch[taken..];
                    if (bytes > 0)
                    {
                        // Counted before: whoever has the frames finds them in the counters.
                        client.Count(ServerCounter.FramesSent, count);
                        await socket.SendAsync(outgoing.AsMemory(0, bytes), closing.Token).ConfigureAwait(false);
                    }
                }

                client.CountDropped();
            }
        }
        catch (Exception failure)
        {
            Report(failure);
            End();
        }
    }

    /// <summary>Writes frames, as many as there is room for. Those of the client itself are left out, and those that the protocol does not carry.</summary>
    private (int Taken, int Bytes, int Written) Write(ReadOnlySpan<CanFrame> batch)
    {
        var (taken, end, written) = (0, 0, 0);
        var notCarried = 0;
        for (; taken < batch.Length && outgoing.Length - end >= conversation.MaxFrameSize; taken++)
        {
            ref readonly var frame = ref batch[taken];
            if (sender.Mark.IsOn(frame))
            {
                continue;
            }

            if (!conversation.Capabilities.Carries(frame, out _))
            {
                notCarried++;
                continue;
            }

            end += conversation.Write(frame, outgoing.AsSpan(end));
            written++;
        }

        client.Count(ServerCounter.FramesNotCarried, notCarried);
        return (taken, end, written);
    }

    private async ValueTask SayAsync()
    {
        if (!conversation.Answers.IsEmpty)
        {
            await socket.SendAsync(conversation.Answers, closing.Token).ConfigureAwait(false);
            conversation.AnswersSaid();
        }
    }

    private async Task EndAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        await StopSendingAsync().ConfigureAwait(false);
        sender.End();
        socket.EndSending();
    }

    /// <summary>Says why the connection is over, where it is neither the client's wish nor the server's.</summary>
    private void Report(Exception failure)
    {
        var message = failure switch
        {
            InvalidDataException => failure.Message,
            TimeoutException => ServerMessages.Stalled(client.Address, ClientSocket.Patience),
            OperationCanceledException or SocketException or CanSessionException or ObjectDisposedException => null,
            _ => ServerMessages.Disconnected(client.Address, failure.Message),
        };
        if (message is not null)
        {
            server.Events.Add(ServerEventKind.ClientDisconnected, EventLevel.Warning, message, client.Address);
        }
    }
}
