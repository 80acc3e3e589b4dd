using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// A node of J1939 on a session: it claims an address, defends it or yields it (SAE J1939-81), and sends and takes messages of up to 1,785 bytes
/// (SAE J1939-21). After a break of the connection it claims its address again; what was under way is given up. All members are safe for all threads.
/// </summary>
/// <remarks>
/// It answers the senders of long messages. What is received is read with a <see cref="J1939Reader"/>, which needs no node where others alone are
/// listened to. A request that only this node could answer is refused (negative acknowledgement), but for that for its address.
/// </remarks>
/// <example>
/// <code>
/// using var node = new J1939Node(session, new() { Address = 0xF9 });
/// await node.WaitForAddressAsync();
/// J1939Message vin = await node.RequestAsync(65260, destination: 0);
/// </code>
/// </example>
public sealed class J1939Node : IDisposable
{
    private readonly J1939NodeCore core;
    private long sent;

    /// <summary>Takes part from now on: where there is a connection it claims its address at once.</summary>
    /// <param name="session">The session; the node ends with it.</param>
    /// <param name="options">Who it is; null for a tester.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public J1939Node(CanSession session, J1939NodeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        Options = options ?? new();
        Options.Validate();
        Session = session;
        core = new(session, Options);
    }

    /// <summary>The name of the session.</summary>
    public string Device => Session.Name;

    /// <summary>Who it is.</summary>
    public J1939NodeOptions Options { get; }

    /// <summary>Its NAME.</summary>
    public J1939Name Name => Options.Name;

    /// <summary>Its address; null where it has none, or not yet.</summary>
    public byte? Address => core.Address;

    /// <summary>How far it is with its address.</summary>
    public J1939NodeState State => core.State;

    /// <summary>How many messages were sent whole.</summary>
    public long MessagesSent => Interlocked.Read(ref sent);

    /// <summary>Whether it has ended: it was closed, or its session was.</summary>
    public bool IsOver => core.IsOver;

    /// <summary>Whether another node was heard that has the same NAME, which must not be.</summary>
    public bool HasDouble => core.HasDouble;

    /// <summary>The session.</summary>
    internal CanSession Session { get; }

    /// <summary>Cancelled when the connection of now is lost, or the node ends.</summary>
    internal CancellationToken Connection => core.Connection;

    /// <summary>Why nothing can be sent any more, or now.</summary>
    internal Exception WhyNot => core.WhyNot;

    /// <summary>Waits until it has an address, which takes a quarter of a second where nobody objects.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The address.</returns>
    /// <exception cref="J1939Exception">Others have all addresses that it might take, or there is no connection.</exception>
    /// <exception cref="CanSessionException">The session has ended.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<byte> WaitForAddressAsync(CancellationToken cancellationToken = default) => core.WaitForAddressAsync(cancellationToken);

    /// <summary>
    /// Sends a message: in one frame, in packets to all (BAM, one every 50 ms), or in the packets that one node asks for (RTS and CTS). Long
    /// messages to one address, or to all, go one after another.
    /// </summary>
    /// <param name="group">The number of its parameter group (PGN), 0 to 0x3FFFF.</param>
    /// <param name="data">At most 1,785 bytes, which must not change until they are sent.</param>
    /// <param name="destination">The address that it is for; null or 255 for all.</param>
    /// <param name="priority">The priority of a message of one frame: 0, the highest, to 7.</param>
    /// <param name="cancellationToken">Gives up: what has not left is taken back, and a receiver that waits is told.</param>
    /// <returns>Ends when it is with the operating system and, where it is long and to one address, when all of it was received.</returns>
    /// <exception cref="J1939Exception">It was not sent whole, or the node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group, the length, the destination or the priority is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task SendAsync(
        uint group, ReadOnlyMemory<byte> data, byte? destination = null, int priority = J1939Frames.UsualPriority, CancellationToken cancellationToken = default)
    {
        var to = destination ?? J1939Frames.ToAll;
        J1939Limits.Check(group, data.Length, to);
        var source = await WaitForAddressAsync(cancellationToken).ConfigureAwait(false);
        if (to == source)
        {
            throw J1939Limits.ToItself(to);
        }

        if (data.Length < J1939Control.MinLength)
        {
            await core.SendOneAsync(J1939Frames.Single(group, data.Span, source, to, priority), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            J1939Limits.CheckPriority(priority);
            await core.SendLongAsync(group, data, source, to, cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Increment(ref sent);
    }

    /// <summary>Asks one node for a parameter group, and waits for the answer.</summary>
    /// <param name="group">The number of the group (PGN).</param>
    /// <param name="destination">The address of who is asked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answer; an acknowledgement (59392) where it has nothing else to say.</returns>
    /// <exception cref="J1939Exception">It did not answer in time, or not whole, or it does not have the group, denies it or is busy; or the node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group or the destination is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the request could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<J1939Message> RequestAsync(uint group, byte destination, CancellationToken cancellationToken = default) =>
        new J1939Request(this, group, destination, Options.ResponseTimeout).AskOneAsync(cancellationToken);

    /// <summary>Asks all nodes for a parameter group, and takes what each of them answers until the time for it is over.</summary>
    /// <param name="group">The number of the group (PGN).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The answers, as they come, one of each node. Who does not have the group says nothing.</returns>
    /// <exception cref="J1939Exception">The node has no address or no connection.</exception>
    /// <exception cref="ArgumentException">The group is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the request could not leave.</exception>
    /// <exception cref="ObjectDisposedException">The node is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<J1939Message> RequestAllAsync(uint group, CancellationToken cancellationToken = default) =>
        new J1939Request(this, group, J1939Frames.ToAll, Options.ResponseTimeout).AskAllAsync(cancellationToken);

    /// <summary>Ends it. Nobody is told; who waits for the rest of a message notices that it does not come.</summary>
    public void Dispose() => core.End(J1939Texts.Disposed(Session));

    /// <summary>The device, and the address where there is one.</summary>
    /// <returns><c>0xF9 on truck</c></returns>
    public override string ToString() => Address is { } own ? $"0x{own:X2} on {Device}" : $"{State} on {Device}";

    /// <summary>Whether another node with the same NAME was heard since this was asked.</summary>
    internal bool TakeDouble() => core.TakeDouble();
}
