using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class MessageEncoderTests
{
    private const string Car = """
        BU_: ECM
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" ECM
         SG_ Temperature : 16|8@1+ (1,-40) [-40|215] "degC" ECM
         SG_ Gear : 24|4@1+ (1,0) [0|8] "" ECM
         SG_ Torque : 32|12@1- (0.5,0) [-400|400] "Nm" ECM
         SG_ Current : 48|16@1+ (0.025,0) [0|1000] "A" ECM
        BO_ 200 Modes: 8 ECM
         SG_ Mode M : 0|8@1+ (1,0) [0|255] "" ECM
         SG_ Voltage m1 : 8|16@1+ (0.1,0) [0|100] "V" ECM
         SG_ Pressure m2 : 8|16@1+ (1,0) [0|1000] "kPa" ECM
         SG_ Level m2M : 24|8@1+ (1,0) [0|255] "" ECM
         SG_ Deep m4 : 32|8@1+ (1,0) [0|255] "" ECM
         SG_ Value m5 : 40|8@1+ (1,0) [0|255] "" ECM
         SG_ Value m6 : 48|8@1+ (1,0) [0|255] "" ECM
        BO_ 201 Shared: 2 ECM
         SG_ Whole : 0|16@1+ (1,0) [0|0] "" ECM
         SG_ Low : 0|8@1+ (1,0) [0|0] "" ECM
        BO_ 202 Started: 4 ECM
         SG_ Angle : 0|16@1+ (0.25,-2047) [-2047|2047] "deg" ECM
         SG_ Above : 16|8@1+ (1,10) [20|200] "" ECM
        BO_ 203 Large: 8 ECM
         SG_ All : 0|64@1+ (1,0) [0|0] "" ECM
        BO_ 2364540158 Text: 64 ECM
         SG_ Serial : 0|128@1+ (1,0) [0|0] "" ECM
        VAL_ 192 Gear 0 "Park" 1 "Reverse" 3 "Drive" 15 "Not available" ;
        SG_MUL_VAL_ 200 Deep Level 4-4;
        SG_MUL_VAL_ 200 Level Mode 2-2;
        BA_DEF_ SG_ "GenSigStartValue" FLOAT 0 100000;
        BA_ "GenSigStartValue" SG_ 202 Angle 8188;
        BA_ "GenSigStartValue" SG_ 200 Voltage 120;
        """;

    private static readonly CanDatabase Database = CanDatabase.Parse(Encoding.UTF8.GetBytes(Car), "car.dbc");

    [Fact]
    public void What_is_given_is_in_the_frame_and_texts_are_values()
    {
        var frame = Encode("EngineData", new() { ["EngineSpeed"] = 3000, ["Gear"] = "drive", ["Torque"] = -12.5, ["Temperature"] = "20" });
        Assert.Equal("0C0#E02E3C03E70F0000", frame.ToString());
        Assert.Equal("Drive", Value("EngineData", "Gear", frame).Text);
        Assert.Equal(frame, Encode("EngineData", new() { ["EngineSpeed"] = 3000m, ["Gear"] = 3L, ["Torque"] = -12.5f, ["Temperature"] = (byte)20 }));
    }

    [Fact]
    public void Every_step_encodes_to_itself_and_what_lies_between_to_the_nearest() // ct 635: 52.8 at 0.025 is 2112, not 2111
    {
        Assert.Equal(2112, Value("EngineData", "Current", Encode("EngineData", new() { ["Current"] = 52.8 })).Raw);
        Assert.Equal(2112, Value("EngineData", "Current", Encode("EngineData", new() { ["Current"] = 52.805 })).Raw);
    }

    [Theory]
    [InlineData("EngineSpeed", 30000, "EngineData.EngineSpeed: 30000 rpm is above its maximum of 16383.75 rpm.")]
    [InlineData("EngineSpeed", -1, "EngineData.EngineSpeed: -1 rpm is below its minimum of 0 rpm.")]
    [InlineData("Torque", 401.5, "EngineData.Torque: 401.5 Nm is above its maximum of 400 Nm.")]
    [InlineData("Gear", 9, "EngineData.Gear: 9 is above its maximum of 8.")]
    public void What_is_beyond_the_range_is_an_error_with_value_limit_and_unit(string signal, double value, string message)
    {
        var error = Assert.Throws<SignalException>(() => Encode("EngineData", new() { [signal] = value }));
        Assert.Equal((SignalError.OutOfRange, signal, message), (error.Error, error.Signal, error.Message));
    }

    [Fact]
    public void The_limit_itself_passes_and_half_a_step_beyond_it_too_and_so_does_a_value_with_a_name()
    {
        Assert.Equal(65535, Value("EngineData", "EngineSpeed", Encode("EngineData", new() { ["EngineSpeed"] = 16383.75 })).Raw);
        Assert.Equal(800, Value("EngineData", "Torque", Encode("EngineData", new() { ["Torque"] = 400.2 })).Raw);
        Assert.Equal(15, Value("EngineData", "Gear", Encode("EngineData", new() { ["Gear"] = "Not available" })).Raw);
        Assert.Equal(15, Value("EngineData", "Gear", Encode("EngineData", new() { ["Gear"] = 15 })).Raw);
    }

    [Fact]
    public void By_force_all_goes_that_the_bits_hold_and_no_more()
    {
        var force = new EncodeOptions { AllowOutOfRange = true };
        Assert.Equal(1000, Value("EngineData", "Torque", Encode("EngineData", new() { ["Torque"] = 500 }, force)).Raw);
        Assert.Equal("EngineData.Torque: 2000 Nm does not fit its 12 bits, which hold -1024 Nm to 1023.5 Nm.",
            Assert.Throws<SignalException>(() => Encode("EngineData", new() { ["Torque"] = 2000 }, force)).Message);
        Assert.Equal("EngineData.Torque: the raw value 2048 does not fit its 12 bits, which hold -2048 to 2047.",
            Assert.Throws<SignalException>(() => Encode("EngineData", new() { ["Torque"] = 2048 }, new() { IsRaw = true })).Message);
        Assert.Equal(-2048, Value("EngineData", "Torque", Encode("EngineData", new() { ["Torque"] = "-2048" }, new() { IsRaw = true })).Raw);
    }

    [Theory]
    [InlineData("EngineData", "Gear", "Sport", SignalError.NoValue, "Park, Reverse, Drive, Not available")]
    [InlineData("EngineData", "Speed", 1, SignalError.UnknownSignal, "EngineSpeed, Temperature, Gear")]
    [InlineData("EngineData", "Temperature", double.NaN, SignalError.NoValue, "NaN degC is no value")]
    [InlineData("Text", "Serial", "0102", SignalError.NoValue, "give 16 bytes")]
    public void What_cannot_be_taken_is_an_error_that_says_what_can(string message, string signal, object value, SignalError kind, string help)
    {
        var error = Assert.Throws<SignalException>(() => Encode(message, new() { [signal] = value }));
        Assert.Equal(kind, error.Error);
        Assert.Contains(help, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_given_comes_from_what_was_last_sent_and_else_is_the_start_value() // ct 663, 243, 313, 440; ct 251, 534: it is raw
    {
        var first = Encode("Started", []);
        Assert.Equal((0d, 20d), (Value("Started", "Angle", first).Number, Value("Started", "Above", first).Number));
        var second = Encode("Started", new() { ["Above"] = 50 }, new() { LastSent = Encode("Started", new() { ["Angle"] = 100 }).Data });
        Assert.Equal((100d, 50d), (Value("Started", "Angle", second).Number, Value("Started", "Above", second).Number));
    }

    [Fact]
    public void Multiplexers_are_chosen_by_what_is_given_all_the_way_up()
    {
        Assert.Equal(1, Value("Modes", "Mode", Encode("Modes", new() { ["Voltage"] = 12.5 })).Raw);
        var deep = Encode("Modes", new() { ["Deep"] = 7, ["Pressure"] = 300 });
        Assert.Equal((2d, 4d, 7d, 300d), (Number("Mode"), Number("Level"), Number("Deep"), Number("Pressure")));

        double Number(string signal) => Value("Modes", signal, deep).Number;
    }

    [Fact]
    public void A_multiplexer_that_was_sent_last_is_kept_where_it_can_be_and_what_is_new_then_has_its_start_value()
    {
        var pressure = Encode("Modes", new() { ["Pressure"] = 300, ["Level"] = 9 });
        var same = Encode("Modes", new() { ["Pressure"] = 400 }, new() { LastSent = pressure.Data });
        Assert.Equal((2d, 9d, 400d), (Value("Modes", "Mode", same).Number, Value("Modes", "Level", same).Number, Value("Modes", "Pressure", same).Number));
        var other = Encode("Modes", new() { ["Mode"] = 1 }, new() { LastSent = pressure.Data });
        Assert.Equal(12, Value("Modes", "Voltage", other).Number, 6);
    }

    [Fact]
    public void Signals_of_two_branches_are_an_error_that_names_both()
    {
        var error = Assert.Throws<SignalException>(() => Encode("Modes", new() { ["Voltage"] = 1, ["Pressure"] = 1 }));
        Assert.Equal(SignalError.NotChosen, error.Error);
        Assert.Equal("Modes.Voltage: it is in the frame where Mode is 1, and Pressure where it is 2, so they are not in one frame. Give them in two messages.", error.Message);
        Assert.Equal("Modes.Voltage: it is in the frame only where Mode is 1, and that is 2. Leave Mode out, and it is chosen for you.",
            Assert.Throws<SignalException>(() => Encode("Modes", new() { ["Voltage"] = 1, ["Mode"] = 2 })).Message);
    }

    [Fact]
    public void A_name_in_two_branches_means_the_one_in_force() // ct 348
    {
        Assert.Equal("0C8#0500000000090000", Encode("Modes", new() { ["Value"] = 9 }).ToString());
        Assert.Equal("0C8#0600000000000900", Encode("Modes", new() { ["Value"] = 9, ["Mode"] = 6 }).ToString());
        var last = Encode("Modes", new() { ["Value"] = 1, ["Mode"] = 6 });
        Assert.Equal("0C8#0600000000000900", Encode("Modes", new() { ["Value"] = 9 }, new() { LastSent = last.Data }).ToString());
    }

    [Fact]
    public void Signals_that_share_bits_may_agree_and_where_they_do_not_both_are_named() // ct 63, 205, 553
    {
        Assert.Equal("0C9#3412", Encode("Shared", new() { ["Whole"] = 0x1234, ["Low"] = 0x34 }).ToString());
        Assert.Equal("0C9#3500", Encode("Shared", new() { ["Low"] = 0x35 }).ToString());
        var error = Assert.Throws<SignalException>(() => Encode("Shared", new() { ["Whole"] = 0x1234, ["Low"] = 0x35 }));
        Assert.Equal((SignalError.Contradiction, "Whole"), (error.Error, error.Signal));
        Assert.Contains("Low", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sixty_four_bits_are_exact_and_longer_signals_are_bytes() // DbcParser 24
    {
        Assert.Equal("0CB#FFFFFFFFFFFFFFFF", Encode("Large", new() { ["All"] = ulong.MaxValue }).ToString());
        Assert.Equal("0CB#FEFFFFFFFFFFFFFF", Encode("Large", new() { ["All"] = "18446744073709551614" }).ToString());
        Assert.Equal("0CB#EFCDAB8967452301", Encode("Large", new() { ["All"] = "0x0123456789ABCDEF" }).ToString());
        byte[] serial = [.. Enumerable.Range(1, 16).Select(value => (byte)value)];
        var frame = Encode("Text", new() { ["Serial"] = serial });
        Assert.Equal((0x0CF004FEu, true, true, 64), (frame.Id, frame.Extended, frame.Fd, frame.Data.Count));
        Assert.Equal(serial, frame.Data.ToArray()[..16]);
    }

    [Fact]
    public void What_is_null_says_nothing() // an empty cell of a table: the other branches of a multiplexer
    {
        Assert.Equal(1, Value("Modes", "Mode", Encode("Modes", new() { ["Voltage"] = 12.5, ["Pressure"] = null, ["Mode"] = null })).Raw);
    }

    private static CanFrame Encode(string message, Dictionary<string, object?> values, EncodeOptions? options = null) =>
        new MessageEncoder(Database.Find(message)!).Encode(values, options);

    private static CanValue Value(string message, string signal, CanFrame frame)
    {
        var definition = Database.Find(message)!;
        return definition.Codec.GetValue(definition.Signals.ToList().FindIndex(one => one.Name == signal), frame.Data.ToArray());
    }
}
