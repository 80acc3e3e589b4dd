using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Sends a request and emits the reply. It listens before it sends, so that no reply is too fast for it.</summary>
[Cmdlet(VerbsLifecycle.Request, "CanFrame", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(CanFrame))]
public sealed class RequestCanFrameCommand : FrameMakingCmdlet
{
    private PipelineWaiter Waiter => field ??= new(this);

    /// <summary>Which ids reply: numbers, ranges 0x7E8-0x7EF, ids with a mask 0x7E8/0x7F8.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[] ReplyId { get; set; } = [];

    /// <summary>The first byte of the reply's data.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? ReplyD0 { get; set; }

    /// <summary>The second byte of the reply's data; needs -ReplyD0.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? ReplyD1 { get; set; }

    /// <summary>How the reply's data begins; ?? stands for any byte.</summary>
    [Parameter]
    [Read<DataPatternConverter>]
    public DataPattern? ReplyData { get; set; }

    /// <summary>How long to wait for each reply, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to send the request again when no reply came.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Retry { get; set; }

    /// <summary>How many replies to wait for.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = 1;

    /// <summary>Collects every reply for this many seconds, instead of a number of them.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (MakeFrame() is not { } request)
        {
            return;
        }

        var session = Resolve(Device);
        if (!ShouldProcess(session.Name, $"Send {request.ToShortString()}"))
        {
            return;
        }

        var filter = new FrameFilter(ReplyId, FilteringCmdlet.PatternOf(this, ReplyD0, ReplyD1, ReplyData));
        using var replies = new FrameReader(this, Waiter);
        replies.Subscribe([session], filter);
        for (var attempt = 0; ; attempt++)
        {
            Guard(() => Waiter.Await(session, Timeout, end => session.SendAsync(request, Timeout, end)),
                failure => CanErrors.Sending(failure, session, Timeout));
            if (Emit(replies, filter) > 0)
            {
                return;
            }

            if (attempt == Retry)
            {
                WriteError(CanErrors.NoReply(request, filter, Duration ?? Timeout, attempt + 1, session));
                return;
            }
        }
    }

    private int Emit(FrameReader replies, FrameFilter filter)
    {
        var end = new Deadline(Duration ?? Timeout);
        var most = Duration is null ? Count : int.MaxValue;
        var count = 0;
        while (count < most && replies.Emit(most - count, end, () => ModuleMessages.NothingYet("reply", filter)) is > 0 and var now)
        {
            count += now;
            end = Duration is null ? new Deadline(Timeout) : end;
        }

        return count;
    }
}
