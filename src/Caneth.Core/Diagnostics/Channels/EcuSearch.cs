using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>
/// Looks for control units: listens to what is on the bus anyway, asks each id whether a tester may be present (3E 00), and asks again whom an
/// answer may have come from, so that only who answers to its own request is found.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">Where, and how carefully.</param>
public sealed class EcuSearch(CanSession session, EcuSearchOptions options)
{
    private const uint FixedBase = 0x18DA_0000;
    private const byte Tester = IsoTpAddress.Tester;
    private const uint ObdFunctional = 0x7DF;
    private const uint ObdOffset = 8;
    private const int PendingMost = 1024;

    private readonly HashSet<Id> heard = [];
    private readonly List<(Id Request, long At)> asked = [];
    private readonly Dictionary<Id, long> answered = [];
    private int done;

    /// <summary>How many ids have been asked, and how many will be.</summary>
    public (int Asked, int All) Progress => (Volatile.Read(ref done), options.Ids.Count + options.Addresses.Count);

    private TimeProvider Time => session.Options.TimeProvider;

    /// <summary>Looks for them. Requests are sent.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Those that are found, as they are.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="CanSessionException">The session is closed, or frames could not leave.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async IAsyncEnumerable<FoundEcu> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options.Validate();
        using var frames = session.Subscribe(new() { Reader = "The search for control units" });
        await ListenAsync(frames, options.ListenTime, frame => heard.Add(new(frame.Id, frame.Extended)), cancellationToken).ConfigureAwait(false);
        foreach (var requests in new[] { options.Ids.Select(id => new Id(id, Extended: false)), options.Addresses.Where(address => address != Tester).Select(Fixed) })
        {
            await AskAllAsync(frames, requests, cancellationToken).ConfigureAwait(false);
            foreach (var (reply, at) in answered.Take(PendingMost).ToList())
            {
                if (await VerifyAsync(frames, reply, at, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    yield return found;
                }
            }

            asked.Clear();
            heard.UnionWith(answered.Keys);
            answered.Clear();
        }
    }

    private static Id Fixed(byte address) => new(FixedBase | (uint)address << 8 | Tester, Extended: true);

    /// <summary>Which request has by convention the answer with this id.</summary>
    private static Id Usual(Id reply) => reply.Extended ? new(reply.Value & ~0xFFFFu | (reply.Value & 0xFF) << 8 | reply.Value >> 8 & 0xFF, Extended: true)
        : new(reply.Value - ObdOffset, Extended: false);

    private async Task AskAllAsync(FrameSubscription frames, IEnumerable<Id> requests, CancellationToken cancellationToken)
    {
        foreach (var request in requests)
        {
            Interlocked.Increment(ref done);
            if (heard.Contains(request) || request.Value == ObdFunctional)
            {
                continue;
            }

            await AskAsync(request, cancellationToken).ConfigureAwait(false);
            asked.Add((request, Time.GetTimestamp()));
            await ListenAsync(frames, options.Gap, frame => Note(frame, request.Extended), cancellationToken).ConfigureAwait(false);
        }

        if (asked.Count > 0)
        {
            await ListenAsync(frames, options.ResponseTime, frame => Note(frame, asked[^1].Request.Extended), cancellationToken).ConfigureAwait(false);
        }
    }

    private void Note(in CanFrame frame, bool isExtended)
    {
        var id = new Id(frame.Id, frame.Extended);
        if (frame.Extended == isExtended && IsAnswer(frame, out _) && !heard.Contains(id) && !asked.Exists(one => one.Request == id))
        {
            answered.TryAdd(id, Time.GetTimestamp());
        }
    }

    /// <summary>Asks again, one by one, whoever may have answered: who would by convention first, and then the latest.</summary>
    private async Task<FoundEcu?> VerifyAsync(FrameSubscription frames, Id reply, long at, CancellationToken cancellationToken)
    {
        var usual = Usual(reply);
        var late = options.ResponseTime + options.Gap;
        var requests = asked.Where(one => one.At <= at && Time.GetElapsedTime(one.At, at) <= late).Select(one => one.Request).Reverse()
            .OrderByDescending(request => request == usual);
        foreach (var request in requests)
        {
            bool? refused = null;
            await AskAsync(request, cancellationToken).ConfigureAwait(false);
            await ListenAsync(frames, options.ResponseTime, Look, cancellationToken, until: () => refused is not null).ConfigureAwait(false);
            if (refused is { } hasRefused)
            {
                return new(session.Name, request.Value, reply.Value, reply.Extended, hasRefused);
            }

            void Look(CanFrame frame)
            {
                if (new Id(frame.Id, frame.Extended) == reply && IsAnswer(frame, out var isRefusal))
                {
                    refused = isRefusal;
                }
            }
        }

        return null;
    }

    private async Task AskAsync(Id request, CancellationToken cancellationToken)
    {
        const byte Padding = 0xCC;
        var frame = new CanFrame(request.Value, [2, (byte)UdsService.TesterPresent, 0, Padding, Padding, Padding, Padding, Padding],
            request.Extended ? FrameFlags.Extended : FrameFlags.None);
        await session.SendAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes in what comes within a time.</summary>
    private async Task ListenAsync(
        FrameSubscription frames, TimeSpan time, Action<CanFrame> take, CancellationToken cancellationToken, Func<bool>? until = null)
    {
        using var limit = new CancellationTokenSource(time, Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            while (until?.Invoke() != true && await frames.WaitToReadAsync(end.Token).ConfigureAwait(false))
            {
                foreach (var frame in frames.Take().ToArray())
                {
                    take(frame);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }

        if (frames.Completion.IsCompleted)
        {
            await frames.Completion.ConfigureAwait(false);
            throw SessionMessages.SessionClosed(session.Name);
        }
    }

    private static bool IsAnswer(in CanFrame frame, out bool isRefusal)
    {
        const byte Present = (byte)UdsService.TesterPresent;
        const byte Answer = Present | 0x40;
        const byte Negative = 0x7F;
        isRefusal = false;
        if (!IsoTpPdu.TryRead(frame.Data, addressBytes: 0, out var pdu) || pdu.Kind != IsoTpPduKind.SingleFrame)
        {
            return false;
        }

        var message = pdu.ToArray();
        isRefusal = message is [Negative, Present, _];
        return isRefusal || message is [Answer, 0];
    }

    private readonly record struct Id(uint Value, bool Extended);
}
