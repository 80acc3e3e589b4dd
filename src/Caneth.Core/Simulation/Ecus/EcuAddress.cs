using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>How testers reach a control unit: it alone, and with all others.</summary>
/// <param name="Physical">It alone, as the control unit has it.</param>
/// <param name="FunctionalId">The id of requests that go to all; null where there is none.</param>
internal sealed record EcuAddress(IsoTpAddress Physical, uint? FunctionalId = null)
{
    private const uint ObdFunctional = 0x7DF;
    private const uint FixedFunctional = 0x18DB_33F1;
    private const uint TesterId = 0x6F1;
    private const uint ReplyBase = 0x600;
    private const byte Extension = 0x55;

    /// <summary>The address of a control unit in an addressing.</summary>
    /// <param name="addressing">The addressing.</param>
    /// <param name="number">Which of those with ids of 11 bits it is: 0 for the engine, to 7.</param>
    /// <param name="address">Its own address, where frames say whom they are for.</param>
    public static EcuAddress Of(IsoTpAddressing addressing, int number, byte address) => addressing switch
    {
        IsoTpAddressing.NormalFixed => new(IsoTpAddress.NormalFixed(address).Reverse(), FixedFunctional),
        IsoTpAddressing.Extended => new(IsoTpAddress.Extended(TesterId, ReplyBase | address, address).Reverse()),
        IsoTpAddressing.Mixed => new(Mixed(IsoTpAddress.Obd(number)).Reverse()),
        _ => new(IsoTpAddress.Obd(number).Reverse(), ObdFunctional),
    };

    /// <summary>Whether a frame goes to all.</summary>
    public bool IsFunctional(in CanFrame frame) => frame.Id == FunctionalId && frame.Extended == frame.Id > CanId.MaxStandard
        && (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) == 0;

    private static IsoTpAddress Mixed(IsoTpAddress normal) => IsoTpAddress.Mixed(normal.TransmitId, normal.ReceiveId, Extension);
}
