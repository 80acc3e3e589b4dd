using Caneth.Signals;

namespace Caneth.Tests.Messages;

/// <summary>Messages are sent by the device 'bench', and looked at as they arrive on its bus.</summary>
public abstract class SendingBench : SimulatedBench
{
    private protected const string Car = """
        BU_: ECM
        BO_ 192 EngineData: 8 ECM
         SG_ Checksum : 0|8@1+ (1,0) [0|255] "" ECM
         SG_ Counter : 8|4@1+ (1,0) [0|15] "" ECM
         SG_ EngineSpeed : 16|16@1+ (0.25,0) [0|8000] "rpm" ECM
         SG_ Gear : 32|4@1+ (1,0) [0|8] "" ECM
         SG_ Torque : 40|8@1- (1,0) [-100|100] "Nm" ECM
        BO_ 200 Modes: 4 ECM
         SG_ Mode M : 0|8@1+ (1,0) [0|255] "" ECM
         SG_ Voltage m1 : 8|16@1+ (0.1,0) [0|100] "V" ECM
         SG_ Pressure m2 : 8|16@1+ (1,0) [0|1000] "kPa" ECM
        BO_ 201 Shared: 2 ECM
         SG_ Whole : 0|16@1+ (1,0) [0|0] "" ECM
         SG_ Low : 0|8@1+ (1,0) [0|0] "" ECM
        BO_ 202 Started: 4 ECM
         SG_ Angle : 0|16@1+ (0.25,-2047) [-2047|2047] "deg" ECM
         SG_ DEVICE : 16|8@1+ (1,0) [0|0] "" ECM
        BA_DEF_ SG_ "GenSigStartValue" FLOAT 0 100000;
        BA_ "GenSigStartValue" SG_ 202 Angle 8188;
        BA_DEF_ BO_ "E2EProfile" STRING;
        BA_ "E2EProfile" BO_ 192 "Xor";
        VAL_ 192 Gear 0 "Park" 1 "Reverse" 3 "Drive" 15 "Not available" ;
        """;

    protected SendingBench()
        : base(Car)
    {
    }

    /// <summary>What came on the bus, as candump writes it.</summary>
    private protected async Task<string[]> SentAsync(int count) =>
        [.. (await Sent.WaitForAsync(count, Ending)).Select(frame => frame.ToShortString())];

    /// <summary>What a message of the database is protected by.</summary>
    private protected static MessageProtection ProtectionOf(string message) =>
        CanDatabase.Parse(System.Text.Encoding.UTF8.GetBytes(Car), "bench.dbc").Find(message)!.Protection!;
}
