using System.Diagnostics.Metrics;

namespace Caneth.Sessions;

/// <summary>The counters of one session; each also feeds the instrument of its name in the meter <c>Caneth</c>.</summary>
internal sealed class SessionCounters(string device)
{
    private static readonly Meter Meter = new("Caneth");

    public SessionCounter FramesReceived { get; } = new(Instruments.FramesReceived, device);

    public SessionCounter FramesSent { get; } = new(Instruments.FramesSent, device);

    public SessionCounter FramesDropped { get; } = new(Instruments.FramesDropped, device);

    public SessionCounter FramesDiscarded { get; } = new(Instruments.FramesDiscarded, device);

    public SessionCounter FramesWithdrawn { get; } = new(Instruments.FramesWithdrawn, device);

    public SessionCounter FramesResent { get; } = new(Instruments.FramesResent, device);

    public SessionCounter FramesUnconfirmed { get; } = new(Instruments.FramesUnconfirmed, device);

    public SessionCounter BytesReceived { get; } = new(Instruments.BytesReceived, device);

    public SessionCounter BytesSent { get; } = new(Instruments.BytesSent, device);

    public SessionCounter BytesSkipped { get; } = new(Instruments.BytesSkipped, device);

    public SessionCounter Resynchronisations { get; } = new(Instruments.Resynchronisations, device);

    public SessionCounter InvalidFrames { get; } = new(Instruments.InvalidFrames, device);

    public SessionCounter PartialFrames { get; } = new(Instruments.PartialFrames, device);

    public SessionCounter Heartbeats { get; } = new(Instruments.Heartbeats, device);

    public SessionCounter Reconnects { get; } = new(Instruments.Reconnects, device);

    public SessionCounter ConnectFailures { get; } = new(Instruments.ConnectFailures, device);

    public SessionCounter Refusals { get; } = new(Instruments.Refusals, device);

    public SessionStatistics Snapshot(int framesPending) => new()
    {
        FramesReceived = FramesReceived.Value,
        FramesSent = FramesSent.Value,
        FramesPending = framesPending,
        FramesDropped = FramesDropped.Value,
        FramesDiscarded = FramesDiscarded.Value,
        FramesWithdrawn = FramesWithdrawn.Value,
        FramesResent = FramesResent.Value,
        FramesUnconfirmed = FramesUnconfirmed.Value,
        BytesReceived = BytesReceived.Value,
        BytesSent = BytesSent.Value,
        BytesSkipped = BytesSkipped.Value,
        Resynchronisations = Resynchronisations.Value,
        InvalidFrames = InvalidFrames.Value,
        PartialFrames = PartialFrames.Value,
        Heartbeats = Heartbeats.Value,
        Reconnects = Reconnects.Value,
        ConnectFailures = ConnectFailures.Value,
        Refusals = Refusals.Value,
    };

    private static class Instruments
    {
        public static readonly Counter<long> FramesReceived = Of("caneth.frames.received", "{frame}");
        public static readonly Counter<long> FramesSent = Of("caneth.frames.sent", "{frame}");
        public static readonly Counter<long> FramesDropped = Of("caneth.frames.dropped", "{frame}");
        public static readonly Counter<long> FramesDiscarded = Of("caneth.frames.discarded", "{frame}");
        public static readonly Counter<long> FramesWithdrawn = Of("caneth.frames.withdrawn", "{frame}");
        public static readonly Counter<long> FramesResent = Of("caneth.frames.resent", "{frame}");
        public static readonly Counter<long> FramesUnconfirmed = Of("caneth.frames.unconfirmed", "{frame}");
        public static readonly Counter<long> BytesReceived = Of("caneth.bytes.received", "By");
        public static readonly Counter<long> BytesSent = Of("caneth.bytes.sent", "By");
        public static readonly Counter<long> BytesSkipped = Of("caneth.bytes.skipped", "By");
        public static readonly Counter<long> Resynchronisations = Of("caneth.resynchronisations", "{resynchronisation}");
        public static readonly Counter<long> InvalidFrames = Of("caneth.frames.invalid", "{frame}");
        public static readonly Counter<long> PartialFrames = Of("caneth.frames.partial", "{frame}");
        public static readonly Counter<long> Heartbeats = Of("caneth.heartbeats", "{heartbeat}");
        public static readonly Counter<long> Reconnects = Of("caneth.reconnects", "{connection}");
        public static readonly Counter<long> ConnectFailures = Of("caneth.connect.failures", "{attempt}");
        public static readonly Counter<long> Refusals = Of("caneth.refusals", "{attempt}");

        private static Counter<long> Of(string name, string unit) => Meter.CreateCounter<long>(name, unit);
    }
}
