using System.Runtime.CompilerServices;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Diagnostics.Channels;

/// <summary>Listens for the faults that control units of J1939 tell unasked, and asks them to clear these.</summary>
/// <param name="session">The session.</param>
public sealed class J1939FaultClient(CanSession session)
{
    /// <summary>The address from which it asks: that of the first diagnostic tool that is connected from outside.</summary>
    public const byte Tool = 0xF9;

    private const uint ClearPrevious = 0xFECC;
    private const uint ClearActive = 0xFED3;

    /// <summary>How many messages with faults were heard, those included that tell of none.</summary>
    public long MessagesHeard { get; private set; }

    /// <summary>Listens for DM1 and DM2. Nothing is sent.</summary>
    /// <param name="time">How long; DM1 comes every second.</param>
    /// <param name="databases">The databases whose signals name parameters; null for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What each control unit told last.</returns>
    /// <exception cref="CanSessionException">The session is closed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<IReadOnlyList<EcuFault>> ListenAsync(TimeSpan time, DatabaseSet? databases = null, CancellationToken cancellationToken = default)
    {
        Option.RequireTime(time, nameof(time), TimeSpan.FromMilliseconds(1));
        var last = new SortedDictionary<(byte Source, uint Group), IReadOnlyList<EcuFault>>();
        await foreach (var message in MessagesAsync([], time, cancellationToken).ConfigureAwait(false))
        {
            if (message.Complete && message.Pgn is J1939Faults.ActiveGroup or J1939Faults.PreviousGroup)
            {
                MessagesHeard++;
                last[(message.Source, message.Pgn)] = J1939Faults.Read(message, databases);
            }
        }

        return [.. last.Values.SelectMany(faults => faults)];
    }

    /// <summary>Asks a control unit to clear its faults: those that are there (DM11), and those that were (DM3).</summary>
    /// <param name="address">Its address.</param>
    /// <param name="time">How long it may take to confirm each.</param>
    /// <param name="cancellationToken">Gives up; they may have been cleared all the same.</param>
    /// <returns>Whether it confirmed: that it cleared (true), that it did not (false), or nothing (null).</returns>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<bool?> ClearAsync(byte address, TimeSpan time, CancellationToken cancellationToken = default)
    {
        Option.RequireTime(time, nameof(time), TimeSpan.FromMilliseconds(1));
        var active = await ClearAsync(address, ClearActive, time, cancellationToken).ConfigureAwait(false);
        var previous = await ClearAsync(address, ClearPrevious, time, cancellationToken).ConfigureAwait(false);
        return active ?? previous;
    }

    private async Task<bool?> ClearAsync(byte address, uint group, TimeSpan time, CancellationToken cancellationToken)
    {
        const int Control = 0;
        const int Group = 5;
        var request = new CanFrame(
            J1939Id.Create(J1939Groups.Request, Tool, address).Id, [(byte)group, (byte)(group >> 8), (byte)(group >> 16)], FrameFlags.Extended);
        await foreach (var message in MessagesAsync([request], time, cancellationToken).ConfigureAwait(false))
        {
            if (message.Pgn == J1939Groups.Acknowledgement && message.Source == address && message.Data.Count > Group + 2
                && (message.Data[Group] | message.Data[Group + 1] << 8 | message.Data[Group + 2] << 16) == group)
            {
                return message.Data[Control] == 0;
            }
        }

        return null;
    }

    /// <summary>Sends frames, and then gives the messages that come within a time.</summary>
    private async IAsyncEnumerable<J1939Message> MessagesAsync(CanFrame[] requests, TimeSpan time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var frames = session.Subscribe(new() { Reader = "The search for faults of J1939" });
        using var limit = new CancellationTokenSource(time, session.Options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        foreach (var request in requests)
        {
            await session.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var joiner = new J1939Joiner();
        while (await HasMoreAsync(frames, end.Token, cancellationToken).ConfigureAwait(false))
        {
            foreach (var frame in frames.Take().ToArray())
            {
                joiner.Add(frame);
                while (joiner.TryTake(out var message))
                {
                    yield return message;
                }
            }
        }

        if (frames.Completion.IsCompleted)
        {
            await frames.Completion.ConfigureAwait(false);
            throw SessionMessages.SessionClosed(session.Name);
        }
    }

    private static async Task<bool> HasMoreAsync(FrameSubscription frames, CancellationToken end, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.WaitToReadAsync(end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
