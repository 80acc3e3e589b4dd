using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class DatabaseSetTests
{
    [Fact]
    public void The_first_database_that_has_an_id_says_what_a_frame_is_and_an_exact_id_comes_before_a_group() // ct 749
    {
        var truck = Load("truck", "BO_ 2364540158 EEC1: 8 X\n SG_ Speed : 24|16@1+ (0.125,0) [0|8031] \"rpm\" X\nBA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"reserved\",\"J1939PG\";\nBA_ \"VFrameFormat\" BO_ 2364540158 3;\n");
        var own = Load("own", "BO_ 2364539905 Exact: 8 X\n SG_ A : 0|8@1+ (1,0) [0|0] \"\" X\nBO_ 291 Plain: 8 X\n");
        var other = Load("other", "BO_ 291 Hidden: 8 X\nBO_ 2147483939 Extended: 8 X\n");
        var set = new DatabaseSet(truck, own, other);
        Assert.Equal("Exact", Find(set, new CanFrame(0x0CF00401, new byte[8])));
        Assert.Equal("EEC1", Find(set, new CanFrame(0x18F00417, new byte[8])));
        Assert.Equal("Plain", Find(set, new CanFrame(0x123, new byte[8])));
        Assert.Equal("Extended", Find(set, new CanFrame(0x123, new byte[8], FrameFlags.Extended)));
        Assert.Null(Find(set, new CanFrame(0x124)));
        Assert.Null(Find(set, CanFrame.CreateRemote(0x123)));
        Assert.Equal("Hidden", Find(set.Without("OWN"), new CanFrame(0x123, new byte[8])));
        Assert.Equal("Plain", Find(set, new CanFrame(0x123, new byte[8])));
    }

    [Fact]
    public void A_database_of_the_same_name_takes_the_place_of_the_other()
    {
        var set = DatabaseSet.Empty.With(Load("car", "BO_ 1 Old: 8 X\n")).With(Load("CAR", "BO_ 1 New: 8 X\n"));
        Assert.Equal(["CAR"], set.Databases.Select(database => database.Name));
        Assert.Equal("New", Find(set, new CanFrame(1, [1])));
    }

    [Fact]
    public void A_signal_is_found_by_its_name_or_with_that_of_its_message()
    {
        const string Signal = " SG_ Speed : 0|8@1+ (1,0) [0|0] \"\" X\n";
        var set = new DatabaseSet(Load("car", $"BO_ 1 Engine: 8 X\n{Signal}BO_ 2 Dash: 8 X\n{Signal}"));
        Assert.Equal(["Engine", "Dash"], set.FindSignals("speed").Select(found => found.Message.Name));
        Assert.Equal("Dash", Assert.Single(set.FindSignals("Dash.Speed")).Message.Name);
        Assert.Empty(set.FindSignals("Dash.Gear"));
        Assert.Equal("Dash", Assert.Single(set.FindMessages("DASH")).Name);
    }

    [Fact]
    public void A_message_shows_its_signals_with_units_and_texts_and_gives_them_by_name()
    {
        var set = new DatabaseSet(Load("car", """
            BO_ 192 EngineData: 8 X
             SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" X
             SG_ Gear : 24|4@1+ (1,0) [0|8] "" X
             SG_ Beyond : 64|8@1+ (1,0) [0|0] "" X
            VAL_ 192 Gear 3 "Drive" ;

            """));
        var frame = new CanFrame(0xC0, [0x89, 0x2D, 0, 3]) { Timestamp = new Timestamp(7), Device = "can0" };
        Assert.True(set.TryFind(frame, out var definition));
        var message = new CanMessage(definition, frame);
        Assert.Equal("EngineData EngineSpeed=2914.25 rpm Gear=Drive", message.ToString());
        Assert.Equal(("EngineData", "can0", 2914.25, "rpm"), (message.Message, message.Device, message["enginespeed"]!.Value, message["EngineSpeed"]!.Unit));
        Assert.Equal(["EngineSpeed", "Gear"], message.GetSignals().Select(signal => signal.Signal));
        Assert.Null(message["Beyond"]);
        Assert.Contains("EngineSpeed, Gear, Beyond", Assert.Throws<KeyNotFoundException>(() => message["Speed"]).Message, StringComparison.Ordinal);
    }

    private static string? Find(DatabaseSet set, CanFrame frame) => set.TryFind(frame, out var message) ? message.Name : null;

    private static CanDatabase Load(string name, string content) => CanDatabase.Parse(Encoding.UTF8.GetBytes("BU_: X\n" + content), name + ".dbc");
}
