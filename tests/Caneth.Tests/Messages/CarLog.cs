using System.Globalization;

namespace Caneth.Tests.Messages;

/// <summary>A database, and a log of the frames that it describes, as small files.</summary>
internal static class CarLog
{
    /// <summary>Two messages, one of them with a switch, and names that an object has already.</summary>
    public const string Database = """
        BU_: ECM TCM
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" TCM
         SG_ Gear : 24|4@1+ (1,0) [0|8] "" TCM
         SG_ Odometer : 32|32@1+ (1,0) [0|0] "km" TCM
        BO_ 256 Multi: 3 TCM
         SG_ Page M : 0|8@1+ (1,0) [0|0] "" ECM
         SG_ A m0 : 8|8@1- (1,0) [0|0] "" ECM
         SG_ B m1 : 8|8@1+ (2,0) [0|0] "" ECM
         SG_ Both m0 : 16|8@1+ (1,0) [0|0] "" ECM
         SG_ DEVICE : 4|4@1+ (1,0) [0|0] "" ECM
        CM_ BO_ 192 "What the engine does.";
        VAL_ 192 Gear 0 "Park" 1 "Reverse" 3 "Drive" ;
        """;

    /// <summary>Ten of each message, one unknown one, and a remote frame.</summary>
    public static IEnumerable<CanFrame> Frames =>
    [
        .. Enumerable.Range(0, 10).SelectMany(number => (CanFrame[])
        [
            At(number * 2, new(0xC0, [(byte)(number * 4), 0x10, 0, (byte)(number < 5 ? 0 : 3), (byte)number, 0, 0, 0])),
            At(number * 2 + 1, new(0x100, [(byte)(number % 2), (byte)(0xFF - number), 7])),
        ]),
        At(30, new(0x7AB, [1])),
        At(31, CanFrame.CreateRemote(0xC0)),
    ];

    /// <summary>Writes both into a folder, <c>car.dbc</c> and <c>drive.log</c>, and makes it the shell's.</summary>
    public static void Write(TemporaryFolder folder, Shell shell)
    {
        folder.Write("car.dbc", Database);
        folder.Write("drive.log", Frames);
        shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
    }

    private static CanFrame At(int milliseconds, CanFrame frame) => frame with
    {
        Timestamp = DateTimeOffset.Parse("2026-01-31T12:00:00Z", CultureInfo.InvariantCulture).AddMilliseconds(milliseconds),
        Device = "can0",
    };
}
