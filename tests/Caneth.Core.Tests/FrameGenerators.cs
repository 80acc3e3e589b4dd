namespace Caneth.Tests;

/// <summary>Random frames for property-based tests.</summary>
internal static class FrameGenerators
{
    /// <summary>Data of a classic frame: 0 to 8 bytes.</summary>
    public static readonly Gen<byte[]> ClassicData = Gen.Byte.Array[0, 8];

    /// <summary>Data frames as the gateway's wire carries them, without time and device.</summary>
    public static readonly Gen<CanFrame> DataFrame =
        from extended in Gen.Bool
        from id in extended ? Gen.UInt[0, CanId.MaxExtended] : Gen.UInt[0, CanId.MaxStandard]
        from data in ClassicData
        select new CanFrame(id, data, extended ? FrameFlags.Extended : FrameFlags.None);

    /// <summary>Remote frames as the gateway's wire carries them.</summary>
    public static readonly Gen<CanFrame> RemoteFrame =
        from extended in Gen.Bool
        from id in extended ? Gen.UInt[0, CanId.MaxExtended] : Gen.UInt[0, CanId.MaxStandard]
        from dlc in Gen.Int[0, 8]
        select CanFrame.CreateRemote(id, dlc, extended);

    /// <summary>CAN FD frames, without time and device.</summary>
    public static readonly Gen<CanFrame> FdFrame =
        from extended in Gen.Bool
        from id in extended ? Gen.UInt[0, CanId.MaxExtended] : Gen.UInt[0, CanId.MaxStandard]
        from dlc in Gen.Int[0, DataLengthCode.Max]
        from data in Gen.Byte.Array[DataLengthCode.ToLength(dlc, fd: true)]
        from flags in Gen.OneOf(FrameFlags.None, FrameFlags.BitRateSwitch, FrameFlags.ErrorState, FrameFlags.BitRateSwitch | FrameFlags.ErrorState)
        select new CanFrame(id, data, FrameFlags.Fd | flags | (extended ? FrameFlags.Extended : FrameFlags.None));

    /// <summary>Every frame that the gateway's wire carries.</summary>
    public static readonly Gen<CanFrame> WireFrame = Gen.Frequency((9, DataFrame), (1, RemoteFrame));

    /// <summary>Classic frames with a raw DLC of 9 to 15.</summary>
    public static readonly Gen<CanFrame> RawDlcFrame =
        from id in Gen.UInt[0, CanId.MaxStandard]
        from data in Gen.Byte.Array[CanData.MaxClassicLength]
        from dlc in Gen.Int[9, 15]
        select new CanFrame(id, new CanData(data), dlc, FrameFlags.None);

    /// <summary>Error frames.</summary>
    public static readonly Gen<CanFrame> ErrorFrame =
        from id in Gen.UInt[0, CanId.MaxExtended]
        from data in Gen.Byte.Array[CanData.MaxClassicLength]
        select new CanFrame(id, data, FrameFlags.Error | FrameFlags.Extended);

    /// <summary>Frames of every kind.</summary>
    public static readonly Gen<CanFrame> AnyFrame = Gen.Frequency((4, DataFrame), (2, FdFrame), (1, RemoteFrame), (1, RawDlcFrame), (1, ErrorFrame));
}
