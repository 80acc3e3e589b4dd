using System.Diagnostics.Metrics;
using Caneth.Links;

namespace Caneth.Sessions;

/// <summary>The counters of one session; each also feeds the instrument of its name in the meter <c>Caneth</c>.</summary>
internal sealed class SessionCounters(string device)
{
    public SessionCounter FramesReceived { get; } = new(Instruments.FramesReceived, device);

    /// <summary>When the last frame was received, in ticks of the session's clock; 0 where none was.</summary>
    public long LastFrameAt { get; set => Volatile.Write(ref field, value); }

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

    public SessionCounter LongDlcFrames { get; } = new(Instruments.LongDlcFrames, device);

    public SessionCounter Heartbeats { get; } = new(Instruments.Heartbeats, device);

    public SessionCounter HeartbeatBytes { get; } = new(Instruments.HeartbeatBytes, device);

    public SessionCounter RegistrationPackets { get; } = new(Instruments.RegistrationPackets, device);

    public SessionCounter RegistrationBytes { get; } = new(Instruments.RegistrationBytes, device);

    public SessionCounter Reconnects { get; } = new(Instruments.Reconnects, device);

    public SessionCounter ConnectFailures { get; } = new(Instruments.ConnectFailures, device);

    public SessionCounter Refusals { get; } = new(Instruments.Refusals, device);

    /// <summary>Adds by how much the numbers of a link grew.</summary>
    public void Add(in LinkCounters now, in LinkCounters before)
    {
        if (now == before)
        {
            return;
        }

        BytesReceived.Add(now.BytesReceived - before.BytesReceived);
        BytesSkipped.Add(now.BytesSkipped - before.BytesSkipped);
        Resynchronisations.Add(now.Resynchronisations - before.Resynchronisations);
        InvalidFrames.Add(now.InvalidFrames - before.InvalidFrames);
        PartialFrames.Add(now.PartialFrames - before.PartialFrames);
        LongDlcFrames.Add(now.LongDlcFrames - before.LongDlcFrames);
        Heartbeats.Add(now.Heartbeats - before.Heartbeats);
        HeartbeatBytes.Add(now.HeartbeatBytes - before.HeartbeatBytes);
        RegistrationPackets.Add(now.RegistrationPackets - before.RegistrationPackets);
        RegistrationBytes.Add(now.RegistrationBytes - before.RegistrationBytes);
    }

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
        LongDlcFrames = LongDlcFrames.Value,
        Heartbeats = Heartbeats.Value,
        HeartbeatBytes = HeartbeatBytes.Value,
        RegistrationPackets = RegistrationPackets.Value,
        RegistrationBytes = RegistrationBytes.Value,
        Reconnects = Reconnects.Value,
        ConnectFailures = ConnectFailures.Value,
        Refusals = Refusals.Value,
    };

    private static class Instruments
    {
        public static readonly Counter<long> FramesReceived = CanMeter.Counter("caneth.frames.received", "{frame}",
            "Frames received and decoded.");
        public static readonly Counter<long> FramesSent = CanMeter.Counter("caneth.frames.sent", "{frame}",
            "Frames handed to the operating system, those sent again included.");
        public static readonly Counter<long> FramesDropped = CanMeter.Counter("caneth.frames.dropped", "{frame}",
            "Received frames that readers lost because they were too slow.");
        public static readonly Counter<long> FramesDiscarded = CanMeter.Counter("caneth.frames.discarded", "{frame}",
            "Frames that waited to be sent and were given up.");
        public static readonly Counter<long> FramesWithdrawn = CanMeter.Counter("caneth.frames.withdrawn", "{frame}",
            "Frames taken back because their sender gave up or their time was over.");
        public static readonly Counter<long> FramesResent = CanMeter.Counter("caneth.frames.resent", "{frame}",
            "Frames sent again because the gateway had not acknowledged them when the connection broke.");
        public static readonly Counter<long> FramesUnconfirmed = CanMeter.Counter("caneth.frames.unconfirmed", "{frame}",
            "Frames that the gateway had not acknowledged when the connection broke and that were not sent again.");
        public static readonly Counter<long> BytesReceived = CanMeter.Counter("caneth.bytes.received", "By",
            "Bytes received.");
        public static readonly Counter<long> BytesSent = CanMeter.Counter("caneth.bytes.sent", "By",
            "Bytes handed to the operating system.");
        public static readonly Counter<long> BytesSkipped = CanMeter.Counter("caneth.bytes.skipped", "By",
            "Received bytes passed over because they were no frames.");
        public static readonly Counter<long> Resynchronisations = CanMeter.Counter("caneth.resynchronisations", "{resynchronisation}",
            "How often alignment was found again after such bytes.");
        public static readonly Counter<long> InvalidFrames = CanMeter.Counter("caneth.frames.invalid", "{frame}",
            "Single invalid frames between good ones.");
        public static readonly Counter<long> PartialFrames = CanMeter.Counter("caneth.frames.partial", "{frame}",
            "Frames of which the end of a connection left only a part.");
        public static readonly Counter<long> LongDlcFrames = CanMeter.Counter("caneth.frames.long_dlc", "{frame}",
            "Frames with a DLC of 9 to 15, which is legal on a bus.");
        public static readonly Counter<long> Heartbeats = CanMeter.Counter("caneth.heartbeats", "{heartbeat}",
            "Idle heartbeats of the gateway.");
        public static readonly Counter<long> HeartbeatBytes = CanMeter.Counter("caneth.heartbeats.bytes", "By",
            "The bytes of heartbeats.");
        public static readonly Counter<long> RegistrationPackets = CanMeter.Counter("caneth.registrations", "{packet}",
            "Registration packets, by which the gateway says who it is.");
        public static readonly Counter<long> RegistrationBytes = CanMeter.Counter("caneth.registrations.bytes", "By",
            "The bytes of registration packets.");
        public static readonly Counter<long> Reconnects = CanMeter.Counter("caneth.reconnects", "{connection}",
            "Connections made after the first.");
        public static readonly Counter<long> ConnectFailures = CanMeter.Counter("caneth.connect.failures", "{attempt}",
            "Attempts to connect that failed.");
        public static readonly Counter<long> Refusals = CanMeter.Counter("caneth.refusals", "{attempt}",
            "How often the gateway refused the client, being at its limit.");
    }
}
