using System.Runtime.CompilerServices;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>A request for a parameter group, and what comes of it.</summary>
/// <param name="node">Who asks.</param>
/// <param name="group">The number of the group.</param>
/// <param name="destination">Who is asked, 255 for all.</param>
/// <param name="timeout">How long an answer may take to begin.</param>
/// <param name="options">What names the answers; null for the protocol alone.</param>
internal sealed class J1939Request(J1939Node node, uint group, byte destination, TimeSpan timeout, J1939JoinOptions? options = null)
{
    private TimeProvider Time => node.Session.Options.TimeProvider;

    private byte? Answerer => destination == J1939Frames.ToAll ? null : destination;

    /// <summary>Asks one node.</summary>
    /// <returns>Its answer, or that it has done what was asked for.</returns>
    public async Task<J1939Message> AskOneAsync(CancellationToken cancellationToken)
    {
        J1939Limits.CheckOne(destination);
        await foreach (var answer in AskAsync(cancellationToken).ConfigureAwait(false))
        {
            if (answer.Source == destination)
            {
                return Checked(answer);
            }
        }

        throw J1939Texts.NoAnswer(group, destination, timeout);
    }

    /// <summary>Asks all of them.</summary>
    /// <returns>One answer of each.</returns>
    public async IAsyncEnumerable<J1939Message> AskAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answered = new HashSet<byte>();
        await foreach (var answer in AskAsync(cancellationToken).ConfigureAwait(false))
        {
            // Of those without an address there may be several.
            if (answer.Complete && answer.Pgn == group && (answered.Add(answer.Source) || answer.Source == J1939AddressClaim.NullAddress))
            {
                yield return answer;
            }
        }
    }

    private async IAsyncEnumerable<J1939Message> AskAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        J1939Limits.CheckGroup(group);
        var own = await node.WaitForAddressAsync(cancellationToken).ConfigureAwait(false);
        var connection = node.Connection;
        using var reader = new J1939Reader(node.Session, options);
        await node.SendAsync(J1939Groups.Request, J1939Groups.BytesOf(group), destination, cancellationToken: cancellationToken).ConfigureAwait(false);
        var begin = Time.GetTimestamp();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(connection, cancellationToken);
        while (await NextAsync(reader, begin, end.Token, cancellationToken).ConfigureAwait(false) is { } message)
        {
            if (IsAnswer(message, own))
            {
                yield return message;
            }
        }
    }

    /// <summary>The next message of anybody; null where the time is over and nothing is under way.</summary>
    private async Task<J1939Message?> NextAsync(J1939Reader reader, long begin, CancellationToken end, CancellationToken cancellationToken)
    {
        J1939Message? message;
        while (!reader.TryRead(out message))
        {
            var rest = timeout - Time.GetElapsedTime(begin);
            var isLate = rest <= TimeSpan.Zero;
            if (isLate && !reader.IsUnderWay(group, Answerer))
            {
                return null;
            }

            // What has begun in time may end later; where it breaks off the reader says so.
            using var limit = new CancellationTokenSource(isLate ? Timeout.InfiniteTimeSpan : rest, Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, end);
            try
            {
                if (!await reader.WaitToReadAsync(either.Token).ConfigureAwait(false))
                {
                    throw SessionMessages.SessionClosed(node.Device);
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                if (end.IsCancellationRequested)
                {
                    throw node.WhyNot;
                }
            }
        }

        return message;
    }

    private bool IsAnswer(J1939Message message, byte own) => (message.Destination is not { } to || to == own || to == J1939Frames.ToAll)
        && (message.Pgn == group || IsAcknowledgement(message, own));

    private bool IsAcknowledgement(J1939Message message, byte own) => message.Pgn == J1939Groups.Acknowledgement
        && J1939Acknowledgement.TryRead(message.Data, out var read) && read.GroupNumber == group && (read.Address == own || read.Address == J1939Frames.ToAll);

    private J1939Message Checked(J1939Message answer)
    {
        if (answer.Pgn != group && J1939Acknowledgement.TryRead(answer.Data, out var read) && read.Kind != J1939AcknowledgementKind.Positive)
        {
            throw J1939Texts.Refused(group, answer.Source, read.Kind);
        }

        return answer.Complete ? answer : throw J1939Texts.NotReceived(answer);
    }
}
