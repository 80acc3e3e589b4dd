using System.Buffers.Binary;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Looks who is on a bus with J1939: asks all for their addresses, and listens to what they claim and send. It needs no address of its own.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="node">The node of this program on it, which asks and is among those found; null where there is none.</param>
/// <param name="time">How long is listened, 1 ms to 49 days; by default 1.25 s, since some are slow to answer.</param>
public sealed class J1939NodeSearch(CanSession session, J1939Node? node = null, TimeSpan? time = null)
{
    internal static readonly TimeSpan UsualTime = TimeSpan.FromSeconds(1.25);

    private readonly Dictionary<byte, J1939Name> claims = [];
    private readonly HashSet<J1939Name> silent = [];
    private readonly long[] frames = new long[byte.MaxValue + 1];

    /// <summary>Asks, and listens.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Who was heard, by address; those without one at the end.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or the request could not leave.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<J1939NodeInfo>> FindAsync(CancellationToken cancellationToken = default)
    {
        Option.RequireTime(time, nameof(time), TimeSpan.FromMilliseconds(1));
        using var all = session.Subscribe(new() { Reader = $"The search for J1939 nodes on '{session.Name}'" });
        var request = J1939Frames.Single(
            J1939Groups.Request, J1939Groups.BytesOf(J1939Groups.AddressClaimed), node?.Address ?? J1939AddressClaim.NullAddress, J1939Frames.ToAll);
        await session.SendAsync(request, time ?? UsualTime, cancellationToken).ConfigureAwait(false);
        await ListenAsync(all, cancellationToken).ConfigureAwait(false);
        return [.. Found()];
    }

    private IEnumerable<J1939NodeInfo> Found()
    {
        var own = node?.Address;
        for (var address = 0; address <= J1939AddressClaim.MaxAddress; address++)
        {
            var (source, isOwn) = ((byte)address, address == own);
            if (isOwn || frames[address] > 0)
            {
                yield return new(session.Name, source, isOwn ? node!.Name : claims.TryGetValue(source, out var name) ? name : null, frames[address], isOwn);
            }
        }

        foreach (var name in silent.Where(name => !claims.ContainsValue(name)).OrderBy(name => name.Value))
        {
            yield return new(session.Name, J1939AddressClaim.NullAddress, name, 1, isOwn: false);
        }
    }

    private async Task ListenAsync(FrameSubscription all, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(time ?? UsualTime, session.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (await all.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                foreach (ref readonly var frame in all.Take().Span)
                {
                    Note(frame);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
            return;
        }

        await all.Completion.ConfigureAwait(false);
        throw SessionMessages.SessionClosed(session.Name);
    }

    private void Note(in CanFrame frame)
    {
        if (!frame.Extended || (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0)
        {
            return;
        }

        var id = new J1939Id(frame.Id);
        frames[id.Source]++;
        if (id.GroupNumber != J1939Groups.AddressClaimed || frame.Data.Count != sizeof(ulong))
        {
            return;
        }

        Span<byte> data = stackalloc byte[CanData.MaxLength];
        frame.Data.CopyTo(data);
        var name = new J1939Name(BinaryPrimitives.ReadUInt64LittleEndian(data));
        if (id.Source <= J1939AddressClaim.MaxAddress)
        {
            claims[id.Source] = name;
        }
        else
        {
            silent.Add(name);
        }
    }
}
