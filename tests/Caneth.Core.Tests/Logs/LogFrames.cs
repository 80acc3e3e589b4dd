using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Random frames of every kind that a format can carry, as a recording: times that do not run backwards.</summary>
internal static class LogFrames
{
    private static readonly int[] FdLengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64];

    private static readonly string?[] AnyNames = [null, "can0", "vcan1", "1", "192.168.0.7:20001", "Gäste \"WLAN\", links", "a\\b\t"];

    /// <summary>What each format can carry without loss.</summary>
    public static readonly Carrier[] Carriers =
    [
        new(LogFormats.Candump, 1_000, ["can0", "vcan1", "1", "链"]),
        new(LogFormats.Asc, 1_000, ["1", "2", "17"]) { ErrorIds = false, ErrorData = false, ErrorDirection = false },
        new(LogFormats.Trc, 1_000, ["1", "2", "17"]) { RawDlc = false, ErrorIds = false },
        new(LogFormats.Trc11, 100_000, ["1"]) { Fd = false, RawDlc = false, ErrorDirection = false },
        new(LogFormats.Blf, 1, ["1", "2", "255"]) { ErrorDirection = false },
        new(LogFormats.Csv, 1, AnyNames),
        new(LogFormats.Gvret, 1_000, ["0", "1", "9"]) { Remote = false, Error = false, RawDlc = false, FdFlags = false },
        new(LogFormats.JsonLines, 1, AnyNames),
        new(LogFormats.Pcapng, 1, AnyNames) { ShortErrors = false },
        new(LogFormats.Pcap, 1, ["1"]) { ShortErrors = false, Direction = false },
        new(LogFormats.Mf4, 1, ["1", "2", "255"]),
    ];

    /// <summary>The flags that the properties of a frame tell of.</summary>
    public static FrameFlags FlagsOf(in CanFrame frame) =>
        (frame.Extended ? FrameFlags.Extended : 0) | (frame.Remote ? FrameFlags.Remote : 0) | (frame.Error ? FrameFlags.Error : 0)
        | (frame.Fd ? FrameFlags.Fd : 0) | (frame.BitRateSwitch ? FrameFlags.BitRateSwitch : 0)
        | (frame.ErrorState ? FrameFlags.ErrorState : 0) | (frame.Transmitted ? FrameFlags.Transmitted : 0);

    /// <summary>What a format can carry.</summary>
    internal sealed record Carrier(LogFormat Format, long Resolution, string?[] Devices)
    {
        public bool Fd { get; init; } = true;

        public bool FdFlags { get; init; } = true;

        public bool Remote { get; init; } = true;

        public bool RawDlc { get; init; } = true;

        public bool Error { get; init; } = true;

        public bool ErrorIds { get; init; } = true;

        public bool ErrorData { get; init; } = true;

        public bool ShortErrors { get; init; } = true;

        public bool ErrorDirection { get; init; } = true;

        public bool Direction { get; init; } = true;

        /// <summary>A recording of up to 60 frames.</summary>
        public Gen<CanFrame[]> Recording =>
            from start in Gen.Long[946_684_800_000_000_000, 1_900_000_000_000_000_000]
            from frames in Frame.Array[1, 60]
            from steps in Gen.Long[0, 2_000_000_000].Array[frames.Length]
            select Timed(frames, start, steps);

        private Gen<CanFrame> Frame =>
            from kind in Gen.Frequency((6, Classic), (Fd ? 3 : 0, FdFrame), (Remote ? 2 : 0, RemoteFrame), (Error ? 1 : 0, ErrorFrame))
            from device in Gen.OneOf(Devices)
            select kind with { Device = device };

        private Gen<(uint Id, FrameFlags Flags)> Identity =>
            from extended in Gen.Bool
            from transmitted in Gen.Bool
            from id in extended ? Gen.UInt[0, CanId.MaxExtended] : Gen.UInt[0, CanId.MaxStandard]
            select (id, (extended ? FrameFlags.Extended : 0) | (transmitted && Direction ? FrameFlags.Transmitted : 0));

        private Gen<CanFrame> Classic =>
            from identity in Identity
            from data in FrameGenerators.ClassicData
            from raw in Gen.Int[8, 15]
            select new CanFrame(identity.Id, new CanData(data), data.Length == 8 && RawDlc ? raw : data.Length, identity.Flags);

        private Gen<CanFrame> RemoteFrame =>
            from identity in Identity
            from dlc in Gen.Int[0, RawDlc ? 15 : 8]
            select new CanFrame(identity.Id, default, dlc, identity.Flags | FrameFlags.Remote);

        private Gen<CanFrame> FdFrame =>
            from identity in Identity
            from length in Gen.OneOf(FdFlags ? FdLengths : FdLengths[9..])
            from data in Gen.Byte.Array[length]
            from fast in Gen.Bool
            from passive in Gen.Bool
            select new CanFrame(identity.Id, data, identity.Flags | FrameFlags.Fd
                | (fast && FdFlags ? FrameFlags.BitRateSwitch : 0) | (passive && FdFlags ? FrameFlags.ErrorState : 0));

        private Gen<CanFrame> ErrorFrame =>
            from identity in Identity
            from data in ShortErrors ? FrameGenerators.ClassicData : Gen.Byte.Array[CanData.MaxClassicLength]
            select new CanFrame(ErrorIds ? identity.Id : 0, ErrorData ? data : [], FrameFlags.Error
                | (ErrorIds ? identity.Flags & FrameFlags.Extended : 0)
                | (ErrorDirection ? identity.Flags & FrameFlags.Transmitted : 0));

        private CanFrame[] Timed(CanFrame[] frames, long start, long[] steps)
        {
            var time = start;
            for (var index = 0; index < frames.Length; index++)
            {
                time += steps[index];
                frames[index] = frames[index] with { Timestamp = new Timestamp(time / Resolution * Resolution) };
            }

            return frames;
        }
    }
}
