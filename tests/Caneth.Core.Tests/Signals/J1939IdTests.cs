using System.Text;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class J1939IdTests
{
    private static readonly CanDatabase Truck = CanDatabase.Parse(Encoding.UTF8.GetBytes("""
        BU_: ECM
        BO_ 2364540158 EEC1: 8 ECM
         SG_ EngineSpeed : 24|16@1+ (0.125,0) [0|8031.875] "rpm" ECM
        BO_ 2565537790 RQST: 3 ECM
         SG_ Pgn : 0|24@1+ (1,0) [0|16777215] "" ECM
        BO_ 192 EngineData: 8 ECM
         SG_ Speed : 0|16@1+ (1,0) [0|0] "" ECM
        BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
        BA_ "VFrameFormat" BO_ 2364540158 3;
        BA_ "VFrameFormat" BO_ 2565537790 3;
        """), "truck.dbc");

    [Theory]
    [InlineData(0x0CF00400, 3, 0xF004, 0x00, null)]
    [InlineData(0x18EA00F9, 6, 0xEA00, 0xF9, 0x00)]
    [InlineData(0x1CECFF03, 7, 0xEC00, 0x03, 0xFF)]
    [InlineData(0x09F8017F, 2, 0x1F801, 0x7F, null)] // NMEA 2000: a group of the second data page
    [InlineData(0x00EF2801, 0, 0xEF00, 0x01, 0x28)]
    public void An_id_is_a_priority_a_group_and_addresses(uint id, int priority, uint group, int source, int? destination)
    {
        var parts = new J1939Id(id);
        Assert.Equal((priority, group, (byte)source, (byte?)destination), (parts.Priority, parts.GroupNumber, parts.Source, parts.Destination));
        Assert.Equal(id, new J1939Id(id ^ 0x1C0000FF).With(priority, (byte)source).Id);
    }

    [Fact]
    public void Its_parts_are_changed_and_the_group_stays() => Gen.Select(Gen.UInt[0, CanId.MaxExtended], Gen.Int[0, 7], Gen.Byte, Gen.Byte)
        .Sample((id, priority, source, destination) =>
        {
            var before = new J1939Id(id);
            var after = before.With(priority, source, before.Destination is null ? null : destination);
            Assert.Equal((priority, source, before.GroupNumber), (after.Priority, after.Source, after.GroupNumber));
            Assert.Equal(before.Destination is null ? null : destination, after.Destination);
            Assert.Equal(before, after.With(before.Priority, before.Source, before.Destination));
            Assert.Equal(before, before.With());
        });

    [Fact]
    public void What_an_id_cannot_have_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new J1939Id(0x18EA00F9).With(priority: 8));
        Assert.Contains("The parameter group 61444 goes to all", Assert.Throws<ArgumentException>(() => new J1939Id(0x0CF00400).With(destination: 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Its_text_names_the_parts()
    {
        Assert.Equal("PGN 61444, priority 3, from 0x00", $"{new J1939Id(0x0CF00400)}");
        Assert.Equal("PGN 59904, priority 6, from 0xF9 to 0x00", $"{new J1939Id(0x18EA00F9)}");
    }

    [Fact]
    public void A_message_is_sent_from_an_address_to_an_address()
    {
        var request = Truck.Find("RQST")!;
        Assert.Equal((59904u, 254), (request.J1939!.Value.GroupNumber, request.J1939.Value.Source));
        var frame = new MessageEncoder(request).Encode([new("Pgn", 65259)], new() { Priority = 3, Source = 0xF9, Destination = 0 });
        Assert.Equal("0CEA00F9#EBFE00", frame.ToShortString());
        Assert.Equal(request.Id, new MessageEncoder(request).Encode([new("Pgn", 65259)]).Id);
        Assert.True(Truck.TryFind(frame.Id, extended: true, out var found));
        Assert.Same(request, found);
        Assert.Null(Truck.Find("EngineData")!.J1939);
    }

    [Theory]
    [InlineData("EngineData", null, "EngineData: it is not a message of J1939, so its id has no priority and no addresses. Leave them out.")]
    [InlineData("EEC1", 3, "EEC1: its parameter group 61444 goes to all, so it has no destination. Leave that out.")]
    [InlineData("EEC1", 8, "EEC1: 8 is not a priority. Give 0, the highest, to 7.")]
    public void A_message_that_cannot_be_addressed_so_is_not_sent(string name, int? priority, string text)
    {
        var options = new EncodeOptions { Priority = priority, Source = 1, Destination = priority == 3 ? 1 : null };
        var refused = Assert.Throws<SignalException>(() => new MessageEncoder(Truck.Find(name)!).Encode([], options));
        Assert.Equal((SignalError.NotAddressable, text), (refused.Error, refused.Message));
    }
}
