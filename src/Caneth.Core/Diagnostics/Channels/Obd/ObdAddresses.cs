namespace Caneth.Diagnostics.Channels;

/// <summary>The ids of OBD-II (ISO 15765-4): of requests that go to all, of requests to one, and of answers.</summary>
internal static class ObdAddresses
{
    private const uint ShortFunctional = 0x7DF;
    private const uint FirstShortReply = 0x7E8;
    private const uint LastShortReply = 0x7EF;
    private const uint ShortOffset = 8;
    private const uint LongFunctional = 0x18DB_33F1;
    private const uint LongReply = 0x18DA_F100;
    private const uint LongReplyMask = 0x1FFF_FF00;

    /// <summary>Requests to all, with ids of 11 or of 29 bits; the id of answers stands for all of them.</summary>
    public static IsoTpAddress Functional(bool isExtended) =>
        isExtended ? IsoTpAddress.Normal(LongFunctional, LongReply) : IsoTpAddress.Normal(ShortFunctional, FirstShortReply);

    /// <summary>The ids of answers.</summary>
    public static FrameFilter Replies(bool isExtended) =>
        new([isExtended ? IdFilter.Masked(LongReply, LongReplyMask) : IdFilter.Range(FirstShortReply, LastShortReply)]);

    /// <summary>Both ways of the control unit whose answer a frame may be; null where it is none.</summary>
    public static IsoTpAddress? Of(in CanFrame frame) => (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) != 0 ? null
        : frame.Extended ? (frame.Id & LongReplyMask) == LongReply ? IsoTpAddress.NormalFixed((byte)frame.Id) : null
        : frame.Id is >= FirstShortReply and <= LastShortReply ? IsoTpAddress.Normal(frame.Id - ShortOffset, frame.Id)
        : null;
}
