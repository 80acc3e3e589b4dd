using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class DatabaseComparerTests
{
    private const string Car = """
        VERSION "1"
        BU_: ECM TCM
        VAL_TABLE_ Switch 0 "off" 1 "on" ;
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] "rpm" TCM
         SG_ Gear : 24|4@1+ (1,0) [0|0] "" TCM,ECM
         SG_ Mode M : 32|4@1+ (1,0) [0|0] "" TCM
         SG_ Deep m3 : 40|8@1+ (1,0) [0|0] "" TCM
        BO_ 200 Lights: 2 TCM
        CM_ BO_ 192 "of the engine";
        BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
        BA_DEF_DEF_ "GenMsgCycleTime" 0;
        BA_ "GenMsgCycleTime" BO_ 192 10;
        VAL_ 192 Gear 0 "Park" 3 "Drive" ;
        SIG_GROUP_ 192 Group 1 : EngineSpeed Gear;
        """;

    [Fact]
    public void A_database_is_equal_to_itself_however_it_is_written()
    {
        var other = string.Join('\n', Car.Split('\n').Where(line => !line.StartsWith("BO_ ", StringComparison.Ordinal) && !line.StartsWith(" SG_", StringComparison.Ordinal)))
            + "\nBO_ 200 Lights:2 TCM\nBO_ 192 EngineData:8 ECM // comment\n SG_ Gear:24|4@1+(1.0,0)[0|0]\"\" ECM , TCM\n SG_ EngineSpeed:0|16@1+(.25,0.0)[0|1.638375E4]\"rpm\" TCM\n"
            + " SG_ Mode M:32|4@1+(1,0)[0|0]\"\" TCM\n SG_ Deep m:40|8@1+(1,0)[0|0]\"\" TCM\nSG_MUL_VAL_ 192 Deep Mode 3-3;\n";
        Assert.Empty(Parse(Car).Compare(Parse(other)));
    }

    [Theory]
    [InlineData("BO_ 200 Lights: 2", "BO_ 200 Lamps: 3", "Changed Message Lamps Name: Lights -> Lamps", "Changed Message Lamps Length: 2 -> 3")]
    [InlineData("BO_ 200 Lights", "BO_ 201 Lights", "Changed Message Lights Id: 0x0C8 -> 0x0C9")]
    [InlineData("BO_ 200 Lights: 2 TCM", "", "Removed Message Lights: 0x0C8, 2 bytes, 0 signals -> ")]
    [InlineData("BO_ 200 Lights: 2 TCM", "BO_ 200 Lights: 2 TCM\nBO_ 201 More: 2 TCM", "Added Message More:  -> 0x0C9, 2 bytes, 0 signals")]
    [InlineData("BO_ 200 Lights: 2 TCM", "BO_ 200 Lights: 2 ECM", "Changed Message Lights Senders: TCM -> ECM")]
    [InlineData("SG_ EngineSpeed : 0|16@1+ (0.25,0) [0|16383.75] \"rpm\" TCM", "SG_ EngineSpeed : 7|15@0- (0.5,1) [1|2] \"1/min\" ECM",
        "Changed Signal EngineData.EngineSpeed StartBit: 0 -> 7", "Changed Signal EngineData.EngineSpeed Length: 16 -> 15",
        "Changed Signal EngineData.EngineSpeed ByteOrder: LittleEndian -> BigEndian", "Changed Signal EngineData.EngineSpeed Kind: UnsignedInteger -> SignedInteger",
        "Changed Signal EngineData.EngineSpeed Factor: 0.25 -> 0.5", "Changed Signal EngineData.EngineSpeed Offset: 0 -> 1",
        "Changed Signal EngineData.EngineSpeed Minimum: 0 -> 1", "Changed Signal EngineData.EngineSpeed Maximum: 16383.75 -> 2",
        "Changed Signal EngineData.EngineSpeed Unit: rpm -> 1/min", "Changed Signal EngineData.EngineSpeed Receivers: TCM -> ECM")]
    [InlineData("SG_ EngineSpeed", "SG_ Speed", "Changed Signal EngineData.Speed Name: EngineSpeed -> Speed",
        "Changed Message EngineData Groups: Group 1: EngineSpeed Gear -> Group 1: EngineSpeed Gear")]
    [InlineData("SG_ Gear : 24|4", "SG_ Gears : 25|4", "Removed Signal EngineData.Gear: 24|4@1+ (1,0) -> ", "Added Signal EngineData.Gears:  -> 25|4@1+ (1,0)")]
    [InlineData("Deep m3", "Deep m4", "Changed Signal EngineData.Deep MultiplexValues: 3 -> 4")]
    [InlineData("Deep m3", "Deep", "Changed Signal EngineData.Deep Multiplexer: Mode -> ", "Changed Signal EngineData.Deep MultiplexValues: 3 -> ")]
    [InlineData("3 \"Drive\"", "3 \"D\" 4 \"Sport\"", "Changed Signal EngineData.Gear Values[3]: Drive -> D", "Changed Signal EngineData.Gear Values[4]:  -> Sport")]
    [InlineData("VAL_ 192 Gear 0 \"Park\" 3 \"Drive\" ;", "", "Changed Signal EngineData.Gear Values: 0=Park, 3=Drive -> ")]
    [InlineData("of the engine", "of an engine", "Changed Message EngineData Comment: of the engine -> of an engine")]
    [InlineData("BO_ 192 10;", "BO_ 192 20;", "Changed Message EngineData Attributes[GenMsgCycleTime]: 10 -> 20")]
    [InlineData("\"GenMsgCycleTime\" 0;", "\"GenMsgCycleTime\" 100;", "Changed AttributeDefinition Message.GenMsgCycleTime Default: 0 -> 100")]
    [InlineData("INT 0 10000", "INT 0 5000", "Changed AttributeDefinition Message.GenMsgCycleTime Maximum: 10000 -> 5000")]
    [InlineData("1 \"on\"", "1 \"yes\"", "Changed ValueTable Switch Values[1]: on -> yes")]
    [InlineData("BU_: ECM TCM", "BU_: ECM TCM BCM", "Added Node BCM")]
    [InlineData("VERSION \"1\"", "VERSION \"2\"", "Changed Database t Version: 1 -> 2")]
    [InlineData("VERSION \"1\"", "VERSION \"1\"\nCAT_DEF_ 1 x  2;", "Added Statement CAT_DEF_:  -> CAT_DEF_ 1 x 2;")]
    public void Each_difference_names_thing_property_and_both_values(string what, string instead, params string[] differences)
    {
        var changes = Parse(Car).Compare(Parse(Car.Replace(what, instead, StringComparison.Ordinal))).Select(change => change.ToString());
        Assert.Equal(differences.Order().Where(IsNoGroup), changes.Order().Where(IsNoGroup));

        static bool IsNoGroup(string change) => !change.Contains(" Groups", StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_equal_is_listed_where_that_is_asked_for()
    {
        var changes = Parse(Car).Compare(Parse(Car), includeEqual: true);
        Assert.All(changes, change => Assert.Equal(DatabaseChangeKind.Equal, change.Kind));
        Assert.Equal(["t", "ECM", "TCM", "EngineData", "EngineData.EngineSpeed", "EngineData.Gear", "EngineData.Mode", "EngineData.Deep", "Lights", "Switch", "Message.GenMsgCycleTime"],
            changes.Select(change => change.Object));
    }

    [Fact]
    public void What_one_comparison_adds_the_other_way_round_it_removes()
    {
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 10_000]).Sample((first, second) =>
        {
            var (one, other) = (Parse(MadeUpDbc.Make(first)), Parse(MadeUpDbc.Make(second)));
            var (there, back) = (one.Compare(other), other.Compare(one));
            return there.Count(change => change.Kind == DatabaseChangeKind.Added) == back.Count(change => change.Kind == DatabaseChangeKind.Removed)
                && one.Compare(one).Count == 0;
        }, iter: 50);
    }

    private static CanDatabase Parse(string text) => CanDatabase.Parse(Encoding.UTF8.GetBytes(text), "t.dbc");
}
