using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Receives messages of J1939, those that several frames carry included, until stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "CanJ1939")]
[OutputType(typeof(J1939Message))]
public sealed class ReceiveCanJ1939Command : NamingJ1939Cmdlet
{
    private J1939Message? firstIncomplete;
    private long incomplete;

    /// <summary>The parameter groups: their numbers, 65226 or 0xFECA, or their names; by default all.</summary>
    [Parameter(Position = 0)]
    [Read<PgnConverter>(Each = true)]
    [ArgumentCompleter(typeof(PgnCompleter))]
    public PgnArgument[]? Pgn { get; set; }

    /// <summary>The addresses that they come from; by default any.</summary>
    [Parameter]
    [Read<ByteConverter>(Each = true)]
    public ByteArgument[]? Source { get; set; }

    /// <summary>The addresses that they are for, 255 for all; by default any.</summary>
    [Parameter]
    [Read<ByteConverter>(Each = true)]
    public ByteArgument[]? Destination { get; set; }

    /// <summary>Ends after this many messages.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends when no matching message came for this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>Holds the gateway back instead of losing frames where the pipeline is too slow.</summary>
    [Parameter]
    public SwitchParameter Lossless { get; set; }

    /// <summary>Emits messages that are not complete, too, as far as they came.</summary>
    [Parameter]
    public SwitchParameter IncludeIncomplete { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var names = NamesOf(session);
        HashSet<uint>? groups = Pgn is null ? null : [.. Pgn.Select(pgn => GroupOf(pgn, names))];
        using var reader = new J1939Reader(session, new() { Databases = names }, Lossless);
        var end = new Deadline(Duration?.Value);
        var silence = new Deadline(Timeout?.Value);
        var left = Count ?? long.MaxValue;
        while (left > 0 && !end.IsOver && !silence.IsOver && Next(reader, session, end.Or(silence)) is { } message)
        {
            if (IsWanted(message, groups))
            {
                WriteObject(message);
                left--;
                silence = new(Timeout?.Value);
            }
        }

        if (firstIncomplete is not null)
        {
            WriteWarning(DiagnosticMessages.Incomplete(firstIncomplete, incomplete));
        }

        // The end of a device is the end of its messages, which must not look like a quiet bus.
        if (session.State == CanSessionState.Closed && (left > 0 || session.LastError is not null))
        {
            WriteError(CanErrors.Ended(session));
        }
    }

    /// <summary>The next message; null where the time is over, or nothing will come any more.</summary>
    private J1939Message? Next(J1939Reader reader, CanSession session, Deadline deadline)
    {
        ThrowIfStopped();
        if (reader.TryRead(out var message))
        {
            return message;
        }

        var more = reader.WaitToReadAsync(StopToken).AsTask();
        Waiter.WakeAfter(more);
        Waiter.Wait(
            () =>
            {
                State.Handlers.Drain();
                return more.IsCompleted;
            },
            [session], status: null, deadline);

        // Why it ended the device says; and until the wait has ended the reader is its own.
        return more.IsCompletedSuccessfully && more.Result && reader.TryRead(out message) ? message : null;
    }

    private bool IsWanted(J1939Message message, HashSet<uint>? groups)
    {
        var isWanted = groups?.Contains(message.Pgn) != false
            && (Source is null || Array.Exists(Source, source => source.Value == message.Source))
            && (Destination is null || Array.Exists(Destination, to => to.Value == (message.Destination ?? J1939Frames.ToAll)));
        if (!isWanted || message.Complete || IncludeIncomplete)
        {
            return isWanted;
        }

        incomplete++;
        firstIncomplete ??= message;
        return false;
    }
}
