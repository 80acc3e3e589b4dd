using Caneth.Links.Streams;

namespace Caneth.Links.Candump;

/// <summary>Reports what is said beside frames, over all connections of a session.</summary>
/// <param name="address">What messages call the other side.</param>
/// <param name="settings">What is wanted.</param>
/// <param name="context">What the session lends.</param>
internal sealed class CandumpReports(string address, CandumpSettings settings, LinkContext context)
{
    private readonly Lock gate = new();
    private readonly ReportPace pace = new(context.TimeProvider);
    private int unreported;

    /// <summary>Reports error frames.</summary>
    public BusErrorReport Errors { get; } = new(settings.ErrorFrames, context);

    /// <summary>Reports frames that the other computer dropped.</summary>
    public LostFrames Lost { get; } = new($"the buffer of candump at {address}", "Give that computer less else to do, or its network more room.", context);

    /// <summary>Reports what ssh, candump or cansend say of what went wrong: the first time at once, then now and then.</summary>
    /// <param name="line">A line. For any thread.</param>
    public void Said(string line)
    {
        lock (gate)
        {
            unreported++;
            if (pace.DueIn == TimeSpan.Zero)
            {
                context.Notify(LinkNoticeKind.PeerError, CandumpMessages.Said(address, line, unreported - 1));
                unreported = 0;
                pace.Reported();
            }
        }
    }
}
