using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class MessageProtectionTests
{
    private const string Car = """
        BU_: ECU
        BO_ 256 EngineData: 8 ECU
         SG_ EngineCRC : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 8|4@1+ (1,0) [0|15] "" ECU
         SG_ EngineSpeed : 16|16@1+ (0.25,0) [0|16383.75] "rpm" ECU
        BO_ 257 Plain: 8 ECU
         SG_ Temperature : 0|8@1- (1,0) [-40|87] "degC" ECU
         SG_ Level : 8|32@1- (1,0) [0|0] "" ECU
         SG_ Beyond : 60|8@1+ (1,0) [0|0] "" ECU
        BO_ 258 TwoCounters: 8 ECU
         SG_ ACounter : 0|4@1+ (1,0) [0|0] "" ECU
         SG_ BCounter : 4|4@1+ (1,0) [0|0] "" ECU
         SG_ CHECKSUM : 8|8@1+ (1,0) [0|0] "" ECU
        BO_ 259 Muxed: 8 ECU
         SG_ Mode M : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ Counter m1 : 8|4@1+ (1,0) [0|255] "" ECU
         SG_ Checksum m1 : 16|8@1+ (1,0) [0|255] "" ECU
         SG_ Other m2 : 8|16@1+ (1,0) [0|255] "" ECU
        SIG_VALTYPE_ 257 Level : 1;
        """;

    private static readonly CanDatabase Database = Load(Car, "car.dbc");

    [Fact]
    public void Signals_are_told_by_their_names_where_one_alone_is_likely()
    {
        var protection = Protect("EngineData", "Xor", new() { Counter = "rc" });
        Assert.Equal(("RC", "EngineCRC", 15UL), (protection.Counter!.Name, protection.Checksum!.Name, protection.CounterTop));
        Assert.Equal("Xor (RC, EngineCRC)", protection.ToString());
        Assert.Equal("RC", Protect("EngineData", "Xor").Counter!.Name);
        Assert.Null(Protect("TwoCounters", "Xor").Counter);
        Assert.Null(Protect("EngineData", "Xor", new() { Counter = "" }).Counter);
    }

    [Theory]
    [InlineData("Plain", "Xor", null, null, "Plain: which of its signals is the checksum, their names do not tell.")]
    [InlineData("Plain", "Counter", null, null, "Plain: which of its signals is the counter, their names do not tell.")]
    [InlineData("Plain", "Xor", "Wrong", "Temperature", "Plain.Wrong: the message has no such signal. It has: Temperature, Level, Beyond.")]
    [InlineData("Plain", "Counter", "Level", null, "Plain.Level: it cannot be a counter, which is a whole number of 1 to 64 bits within the message's 8 bytes.")]
    [InlineData("Plain", "Xor", "", "Beyond", "Plain.Beyond: it cannot be a checksum, which is a whole number of 1 to 64 bits within the message's 8 bytes.")]
    [InlineData("EngineData", "Xor", null, "EngineSpeed", "EngineData.EngineSpeed: it has 16 bits, and a checksum of the profile Xor has 8.")]
    [InlineData("EngineData", "E2E.P02", "", null, "The profile E2E.P02 takes 1 to 16 data id(s), and there are 0.")]
    [InlineData("EngineData", "E2E.P01", "RC", null, "The profile E2E.P01 takes 1 data id(s), and there are 0.")]
    public void What_cannot_be_protected_says_why(string message, string profile, string? counter, string? checksum, string expected)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => Protect(message, profile, new() { Counter = counter, Checksum = checksum }));
        Assert.Equal(expected, error.Message.Split(" (Parameter")[0]);
    }

    [Theory]
    [InlineData(16, "EngineData.RC: the counter has 4 bits, so its highest value is 1 to 15, not 16.")]
    [InlineData(0, "EngineData.RC: the counter has 4 bits, so its highest value is 1 to 15, not 0.")]
    public void A_counter_ends_where_its_bits_do(ulong top, string expected)
    {
        var error = Assert.Throws<SignalException>(() => Protect("EngineData", "Counter", new() { Counter = "RC", CounterTop = top }));
        Assert.Equal(expected, error.Message.Split(" (Parameter")[0]);
    }

    [Fact]
    public void A_counter_has_a_top_of_its_own() // od 2216: Rivian's stop before the last value
    {
        var protection = Protect("EngineData", "Counter", new() { Counter = "RC", CounterTop = 2 });
        var state = default(ProtectionState);
        Assert.Equal([0UL, 1UL, 2UL, 0UL, 1UL], Enumerable.Range(0, 5).Select(_ =>
        {
            protection.Apply(256, new byte[8], ref state);
            return state.Counter!.Value;
        }));
    }

    [Theory]
    [InlineData("0 1 2 3", "")]
    [InlineData("7 8", "")]
    [InlineData("15 0", "")]
    [InlineData("3 3", "CounterRepeated")]
    [InlineData("3 6", "CounterJumped 2")]
    [InlineData("14 1", "CounterJumped 2")]
    [InlineData("3 2", "CounterJumped 14")]
    public void A_counter_is_right_where_it_follows_the_one_before(string counters, string expected)
    {
        var protection = Protect("EngineData", "Counter", new() { Counter = "RC" });
        var state = default(ProtectionState);
        var last = default(ProtectionResult);
        foreach (var counter in counters.Split(' '))
        {
            last = protection.Check(256, [0, byte.Parse(counter)], ref state);
        }

        Assert.Equal(expected, last.IsRight ? "" : last.Missing > 0 ? $"{last.Faults} {last.Missing}" : $"{last.Faults}");
    }

    [Fact]
    public void A_counter_above_its_top_is_a_fault_and_what_follows_is_not()
    {
        var protection = Protect("EngineData", "Counter", new() { Counter = "RC", CounterTop = 14 });
        var state = default(ProtectionState);
        Assert.Equal(
            [ProtectionFaults.None, ProtectionFaults.CounterAboveTop, ProtectionFaults.None],
            new byte[] { 13, 15, 1 }.Select(counter => protection.Check(256, [0, counter], ref state).Faults));
    }

    [Fact]
    public void A_damaged_frame_is_one_fault_and_the_next_is_none()
    {
        var protection = Protect("EngineData", "Xor", new() { Counter = "RC" });
        var (sending, receiving) = (default(ProtectionState), default(ProtectionState));
        var faults = Enumerable.Range(0, 4).Select(index =>
        {
            var frame = protection.Apply(new(0x100, new byte[8]), ref sending);
            return protection.Check(index == 2 ? new(0x100, [.. frame.Data.ToArray()[..7], 1]) : frame, ref receiving).Faults;
        });
        Assert.Equal([ProtectionFaults.None, ProtectionFaults.None, ProtectionFaults.BadChecksum, ProtectionFaults.None], faults);
    }

    [Fact]
    public void What_a_multiplexer_leaves_out_is_neither_written_nor_checked()
    {
        var protection = Protect("Muxed", "Xor");
        Assert.Equal(("Counter", "Checksum"), (protection.Counter!.Name, protection.Checksum!.Name));
        var state = default(ProtectionState);
        byte[] other = [2, 0xAB, 0xCD, 0, 0, 0, 0, 0];
        protection.Apply(259, other, ref state);
        Assert.Equal("02ABCD0000000000", Convert.ToHexString(other));
        Assert.True(protection.Check(259, other, ref state).IsRight);
        Assert.Null(state.Counter);
        byte[] own = [1, 0, 0xFF, 0, 0, 0, 0, 4];
        protection.Apply(259, own, ref state);
        Assert.Equal("0100050000000004", Convert.ToHexString(own));
    }

    [Fact]
    public void A_frame_keeps_all_that_it_is_beside_its_data()
    {
        var protection = Protect("EngineData", "Xor", new() { Counter = "RC" });
        var frame = new CanFrame(0x18FF0001, new byte[64], FrameFlags.Fd | FrameFlags.BitRateSwitch) { Device = "can0", Timestamp = new Timestamp(5) };
        var state = new ProtectionState();
        Assert.Equal(frame, protection.Apply(frame, ref state));
        Assert.Equal("FE 01 FF", protection.Apply(new(0x100, [0, 0, 0xFF]), ref state).Data.ToString());
    }

    [Fact]
    public void A_file_of_opendbc_is_protected_by_its_name_and_no_other_is()
    {
        const string Text = """
            BO_ 228 STEERING_CONTROL: 5 ADAS
             SG_ STEER_TORQUE : 7|16@0- (1,0) [0|0] "" EPS
             SG_ COUNTER : 37|2@0+ (1,0) [0|3] "" EPS
             SG_ CHECKSUM : 35|4@0+ (1,0) [0|15] "" EPS
            BO_ 229 COUNTED: 5 ADAS
             SG_ COUNTER : 37|2@0+ (1,0) [0|3] "" EPS
            BO_ 230 ODD: 5 ADAS
             SG_ WHEEL_COUNTER : 7|8@0+ (1,0) [0|3] "" EPS
             SG_ CHECKSUM : 15|8@0+ (1,0) [0|15] "" EPS
            """;
        var honda = Load(Text, "/somewhere/Honda_civic.dbc");
        Assert.Equal("Honda (COUNTER, CHECKSUM)", $"{honda.Find("STEERING_CONTROL")!.Protection}");
        Assert.Equal("Counter (COUNTER)", $"{honda.Find("COUNTED")!.Protection}");
        Assert.Null(honda.Find("ODD")!.Protection);
        Assert.Equal("Toyota (CHECKSUM)", $"{Load(Text, "toyota_x.dbc").Find("ODD")!.Protection}");
        Assert.Null(Load(Text, "mine.dbc").Find("STEERING_CONTROL")!.Protection);
    }

    [Theory]
    [InlineData("BO_ 256", "P01", "E2E.P01 (RC, EngineCRC) 17")]
    [InlineData("BO_ 256", "PROFILE_01", "E2E.P01 (RC, EngineCRC) 17")]
    [InlineData("BO_ 256", "E2E_P01C", "E2E.P01.Nibble (RC, EngineCRC) 17")]
    [InlineData("BO_ 256", "1C", "E2E.P01.Nibble (RC, EngineCRC) 17")]
    [InlineData("BO_ 256", "E2E_P02", "E2E.P02 (RC, EngineCRC) 17")]
    [InlineData("BO_ 256", "P04", null)]
    [InlineData("BO_ 256", "", null)]
    [InlineData("SG_ 256 EngineCRC", "P01", "E2E.P01 (RC, EngineCRC) 17")]
    public void Attributes_say_how_a_message_is_protected(string of, string profile, string? expected)
    {
        var database = Load($"""
            {Car}
            BA_DEF_ BO_ "E2EProfile" STRING;
            BA_DEF_ SG_ "E2EProfile" STRING;
            BA_DEF_ BO_ "E2EDataId" INT 0 65535;
            BA_DEF_ BO_ "E2ECounterSignal" STRING;
            BA_DEF_DEF_ "E2EProfile" "";
            BA_ "E2EProfile" {of} "{profile}";
            BA_ "E2EDataId" BO_ 256 17;
            BA_ "E2ECounterSignal" BO_ 256 "RC";
            """, "car.dbc");
        var protection = database.Find("EngineData")!.Protection;
        Assert.Equal(expected, protection is null ? null : $"{protection} {string.Join(',', protection.DataIds)}");
        Assert.Null(database.Find("Plain")!.Protection);
    }

    internal static CanDatabase Load(string text, string name) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), name);

    private static MessageProtection Protect(string message, string profile, ProtectionOptions? options = null) =>
        new(Database.Find(message)!, ProtectionProfiles.Find(profile)!, options);
}
