using System.Text;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Tests.Diagnostics;

/// <summary>Frames of J1939 become messages: one each, and one of all the packets of a transfer.</summary>
public class J1939JoinerTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-31T13:45:00Z");

    private static readonly string[] Broadcast = ["1CECFF00#200E0002FFCAFE00", "1CEBFF00#01544FBE0002036E", "1CEBFF00#0200000100F0FF7E"];

    private static readonly string[] Connection =
    [
        "18EC00F9#1012000303ECFE00", "1CECF900#110201FFFFECFE00", "1CEB00F9#015743414E455448", "1CEB00F9#0230543335543030", "1CECF900#110103FFFFECFE00",
        "1CEB00F9#033031372AFFFFFF", "1CECF900#13120003FFECFE00",
    ];

    [Fact]
    public void A_frame_is_a_message() => Assert.Equal(
        ["61444 from 0x00: F0 FF 91 F4 1A FF FF FF", "59904 Request from 0xF9 to 0x00: EC FE 00", "60928 AddressClaimed from 0x00 to 0xFF: D2 04 40 53 00 00 00 00"],
        Join("0CF00400#F0FF91F41AFFFFFF", "18EA00F9#ECFE00", "18EEFF00#D204405300000000").Select(message => $"{message}"));

    [Fact]
    public void Packets_to_all_are_one_message()
    {
        var message = Assert.Single(Join(Broadcast));
        Assert.Equal("65226 DM1 from 0x00: 54 4F BE 00 02 03 6E 00 00 01 00 F0 FF 7E", $"{message}");
        Assert.Equal((7, J1939Transport.Broadcast, 2, 14, true, TimeSpan.FromMilliseconds(100)),
            (message.Priority, message.Transport, message.Frames, message.Length, message.Complete, message.Duration));
    }

    [Fact]
    public void Packets_to_one_address_are_one_message()
    {
        var message = Assert.Single(Join(Connection));
        Assert.Equal("65260 from 0xF9 to 0x00: 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37 2A", $"{message}");
        Assert.Equal((J1939Transport.Connection, 3), (message.Transport, message.Frames));
    }

    [Fact]
    public void A_packet_that_is_asked_for_again_takes_its_place() => Assert.Equal(
        Join(Connection)[0].Data,
        Assert.Single(Join(
            Connection[0], Connection[1], Connection[2], Connection[4], Connection[5], "1CECF900#110102FFFFECFE00", Connection[3], Connection[6], Connection[3])).Data);

    [Fact]
    public void What_breaks_off_comes_with_its_reason() => Assert.Equal(
        [
            "MissingPacket: The packet with the number 1 was expected, and the one with 2 came. 0 of 2 packets came.",
            "Superseded: The same sender began another one. 1 of 2 packets came.",
            "MissingPacket: The receiver had all of it, but the packet with the number 2 did not come here. 2 of 3 packets came.",
            "Aborted: 0x00 broke it off: it waited too long (3). 1 of 3 packets came.",
            "Aborted: 0xF9 broke it off: for another reason (250). 0 of 3 packets came.",
            "Unfinished: There were no more frames. 0 of 2 packets came.",
        ],
        Join(
            Broadcast[0], Broadcast[2], Broadcast[0], Broadcast[1], Broadcast[0],
            Connection[0], Connection[2], Connection[5], Connection[6],
            Connection[0], Connection[2], "1CECF900#FF03FFFFFFECFE00",
            Connection[0], "1CEC00F9#FFFAFFFFFFECFE00", "1CEC00F9#FF01FFFFFFCAFE00")
            .Select(message => $"{message.Error}: {message.Reason}"));

    [Fact]
    public void A_transfer_that_stops_is_given_up_and_the_next_is_taken()
    {
        var joiner = new J1939Joiner();
        joiner.Add(Frame(Broadcast[0]));
        joiner.Add(Frame(Broadcast[1]) with { Timestamp = Start.AddSeconds(1.9) });
        joiner.Add(Frame("0CF00401#00") with { Timestamp = Start.AddSeconds(4) });
        Assert.True(joiner.TryTake(out var late));
        Assert.Equal("No packet came within 2 s. 1 of 2 packets came.", late.Reason);
        Assert.True(joiner.TryTake(out var next));
        Assert.Equal(61444u, next.Pgn);
        joiner.Add(Frame(Broadcast[2]));
        Assert.Equal((1L, 0, false), (joiner.FramesWithoutBeginning, joiner.Transfers, joiner.TryTake(out _)));
    }

    [Fact]
    public void Transfers_of_several_senders_are_parted() => Assert.Equal(
        ["65226 from 00", "65226 from 03", "65260 from F9"],
        Join([.. Broadcast.Zip(Broadcast.Select(frame => frame.Replace("FF00#", "FF03#")), Connection).SelectMany(row => new[] { row.First, row.Second, row.Third }),
            .. Connection[3..]])
            .OrderBy(message => message.Pgn).ThenBy(message => message.Source).Select(message => $"{message.Pgn} from {message.Source:X2}"));

    [Fact]
    public void What_is_no_transfer_is_shown_as_it_is() => Assert.Equal(
        ["60416 TransportControl from 0x00 to 0xFF: 20 08 00 02 FF CA FE 00"], Join("1CECFF00#20080002FFCAFE00").Select(message => $"{message}"));

    [Fact]
    public void Frames_of_other_kinds_are_counted()
    {
        var joiner = new J1939Joiner();
        foreach (var frame in new[] { "123#01", "18EA00F9#R3", "18EA00F9#00EE00" })
        {
            joiner.Add(Frame(frame));
        }

        Assert.Equal(2, joiner.FramesForeign);
        Assert.True(joiner.TryTake(out _));
    }

    [Fact]
    public void Databases_name_groups_by_their_number()
    {
        var truck = CanDatabase.Parse(Encoding.UTF8.GetBytes("""
            BU_: ECM
            BO_ 2364540158 EEC1: 8 ECM
            BO_ 2566843646 VI: 8 ECM
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_ "VFrameFormat" BO_ 2364540158 3;
            BA_ "VFrameFormat" BO_ 2566843646 3;
            """), "truck.dbc");
        Assert.Equal(["EEC1", "VI", "DM1", null], J1939Joiner.Join(
            Connection.Concat(Broadcast).Prepend("0CF00400#00").Append("18FEF100#00").Select(Frame), new() { Databases = new(truck) }).Select(message => message.Name));
    }

    [Fact]
    public void Whoever_begins_transfers_without_end_does_not_fill_the_memory()
    {
        var joiner = new J1939Joiner();
        for (var pair = 0u; pair < 5000; pair++)
        {
            joiner.Add(new CanFrame(0x1CEC0000 | pair, [16, 0xF9, 6, 255, 255, 0, 0xEF, 0], FrameFlags.Extended));
        }

        Assert.Equal(J1939Joiner.MaxTransfers, joiner.Transfers);
    }

    [Fact]
    public void Whatever_comes_is_a_message_once_or_none() => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        var frames = Enumerable.Range(0, 200).Select(_ => random.Next(4) switch
        {
            0 => CanFrame.Parse(Broadcast[random.Next(3)]),
            1 => CanFrame.Parse(Connection[random.Next(7)]),
            2 => new CanFrame((uint)random.Next(0x1CEB0000, 0x1CED0000), [(byte)random.Next(40), 20, 0, 3, 2, 1, 0, 0]),
            _ => new CanFrame(0x18FEF100, [1]),
        }).ToList();
        var messages = J1939Joiner.Join(frames).ToList();
        Assert.InRange(messages.Sum(message => message.Frames), 0, frames.Count);
        Assert.All(messages, message => Assert.Equal(message.Complete, message.Data.Count == message.Length));
    }, iter: 300);

    [Fact]
    public void A_capture_of_another_stack_is_joined_whole()
    {
        var messages = J1939Joiner.Join(IsoTpJoinerTests.Read(SharedData.Find("captures/j1939.log"))).ToList();
        Assert.All(messages, message => Assert.True(message.Complete, $"{message}"));
        Assert.Equal([(65226u, 14), (65226u, 14), (65280u, 20), (65260u, 18)],
            messages.Where(message => message.Transport == J1939Transport.Broadcast).Select(message => (message.Pgn, message.Length)));
        Assert.Equal([(61184u, 0xF9, 1785), (61184u, 0, 1785)],
            messages.Where(message => message.Transport == J1939Transport.Connection).Select(message => (message.Pgn, (int)message.Source, message.Length)));
        Assert.Equal(29 + 2 + 3, messages.Count(message => message.Transport == J1939Transport.OneFrame));
    }

    private static CanFrame Frame(string text) => CanFrame.Parse(text) with { Timestamp = Start };

    private static List<J1939Message> Join(params string[] frames) =>
        [.. J1939Joiner.Join(frames.Select((frame, place) => Frame(frame) with { Timestamp = Start.AddMilliseconds(50 * place) }))];
}
