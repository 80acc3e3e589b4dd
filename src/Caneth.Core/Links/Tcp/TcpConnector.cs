using System.Net;
using System.Net.Sockets;
using Caneth.Links.Streams;

namespace Caneth.Links.Tcp;

/// <summary>
/// Connects to a port of a host, again and again. Where the host has several addresses each gets its share of the time, as
/// RFC 8305 has it: the next is tried when one fails or has not answered within a short time, the first that answers is taken, and the
/// next time it is tried first.
/// </summary>
/// <param name="target">The host and the port.</param>
/// <param name="network">The network; that of this computer, except in tests.</param>
/// <param name="time">The clock and the timers.</param>
internal sealed class TcpConnector(CanAddress target, ITcpNetwork network, TimeProvider time) : IStreamConnector
{
    /// <summary>How long an address is tried alone (RFC 8305, section 5, "Connection Attempt Delay").</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    private IPAddress? lastAnswered;

    /// <summary>Looks the host up and connects.</summary>
    /// <param name="timeout">How long that may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LinkException">No address answered in time.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TcpStream> ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var tooLong = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, tooLong.Token);
        IPAddress[] addresses = [];
        try
        {
            addresses = InTurn(await ResolveAsync(either.Token).ConfigureAwait(false));
            var socket = addresses is [var only]
                ? await network.ConnectAsync(new(only, target.Port), either.Token).ConfigureAwait(false)
                : await ConnectToFirstAsync(addresses, timeout, either.Token).ConfigureAwait(false);
            socket.Blocking = false;
            return new(socket);
        }
        catch (SocketException exception)
        {
            throw TcpMessages.ConnectFailed(target, addresses, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw TcpMessages.ConnectTimeout(target, addresses, timeout, exception);
        }
    }

    async Task<IByteStream> IStreamConnector.ConnectAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        await ConnectAsync(timeout, cancellationToken).ConfigureAwait(false);

    private async Task<IPAddress[]> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await network.ResolveAsync(target.Host, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            throw TcpMessages.HostNotFound(target.Host, exception);
        }
    }

    /// <summary>The order of the attempts: the one that answered last, then the families by turns, so that a broken one costs one turn.</summary>
    private IPAddress[] InTurn(IPAddress[] addresses) =>
    [
        .. addresses.Distinct()
            .GroupBy(address => address.AddressFamily)
            .SelectMany((family, place) => family.Select((address, turn) => (address, turn, place)))
            .OrderBy(one => one.address.Equals(lastAnswered) ? -1 : one.turn)
            .ThenBy(one => one.place)
            .Select(one => one.address),
    ];

    private async Task<Socket> ConnectToFirstAsync(IPAddress[] addresses, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var share = timeout / addresses.Length;
        var headStart = share > TimeSpan.Zero && share < HeadStart ? share : HeadStart;
        var attempts = new List<Task<Attempt>>();
        SocketException? failure = null;
        try
        {
            for (var next = 0; next < addresses.Length || attempts.Count > 0;)
            {
                if (next < addresses.Length)
                {
                    attempts.Add(ConnectAsync(addresses[next++], decided.Token));
                }

                var answer = await AnswerAsync(attempts, next < addresses.Length ? headStart : Timeout.InfiniteTimeSpan, decided.Token)
                    .ConfigureAwait(false);
                if (answer is null)
                {
                    continue;
                }

                attempts.Remove(answer);
                try
                {
                    var (address, socket) = await answer.ConfigureAwait(false);
                    lastAnswered = address;
                    return socket;
                }
                catch (SocketException exception)
                {
                    // That the host answered says more than that there is no route to an address of another family.
                    failure = failure is null || exception.SocketErrorCode == SocketError.ConnectionRefused ? exception : failure;
                }
            }
        }
        finally
        {
            await decided.CancelAsync().ConfigureAwait(false);
            attempts.ForEach(CloseWhenItAnswers);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw failure!;
    }

    private async Task<Attempt> ConnectAsync(IPAddress address, CancellationToken cancellationToken) =>
        new(address, await network.ConnectAsync(new(address, target.Port), cancellationToken).ConfigureAwait(false));

    /// <returns>The attempt that answered, well or not; null where none did in time.</returns>
    private async Task<Task<Attempt>?> AnswerAsync(List<Task<Attempt>> attempts, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(wait, time, answered.Token);
        var first = await Task.WhenAny([.. attempts, pause]).ConfigureAwait(false);
        await answered.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return first as Task<Attempt>;
    }

    /// <summary>Several may answer at the same moment, and only one is wanted.</summary>
    private static void CloseWhenItAnswers(Task<Attempt> attempt) => attempt.ContinueWith(
        static late =>
        {
            if (late.IsCompletedSuccessfully)
            {
                late.Result.Socket.Dispose();
            }

            // A failure that is no longer awaited counts as observed.
            _ = late.Exception;
        },
        TaskScheduler.Default);

    private sealed record Attempt(IPAddress Address, Socket Socket);
}
