using System.Text;
using Caneth.Diagnostics;
using Caneth.Signals;

namespace Caneth.Tests.Diagnostics;

/// <summary>
/// What people reported of other stacks, and what is right, where it concerns frames and bytes. The names begin with the projects and the
/// numbers of their reports.
/// </summary>
public class DiagnosticReportTests
{
    private const string EngineVin = "7E8#1014490201574341 7E8#214E455448305433 7E8#2235543030303137";
    private const string GearboxVin = "7E9#1014490201474541 7E9#2152424F58303030 7E9#2230303030303037";

    private readonly CanFrame[] room = new CanFrame[1024];

    [Fact(DisplayName = "python-can-isotp 32, 47, 101: 0.5 ms is asked for, and no gap is shorter, whenever whoever sends wakes up")]
    public void Gaps_are_never_shorter() => Gen.Select(Gen.OneOf<byte>(0xF1, 0xF5, 1, 10, 127), Gen.Int[0, 3000].Array[40]).Sample((separation, late) =>
    {
        var (sender, now) = (new IsoTpEndpoint(IsoTpAddress.Obd(0)).Sender, TimeSpan.Zero);
        sender.Begin(new byte[200], now);
        sender.Fill(room, now);
        sender.OnFlowControl(FlowControl(0, 0, separation), now);
        TimeSpan? written = null;
        for (var turn = 0; sender.State == IsoTpSendState.Sending; turn++)
        {
            now = sender.Due!.Value + TimeSpan.FromMicroseconds(late[turn % late.Length]);
            Assert.True(written is null || now - written >= SeparationTime.Read(separation));
            Assert.Equal(1, sender.Fill(room, now));
            now += TimeSpan.FromMicroseconds(late[(turn + 7) % late.Length]);
            sender.OnWritten(now);
            written = now;
        }
    }, iter: 200);

    [Fact(DisplayName = "python-udsoncan 243: a control unit that grants no time at all and drowns is sent to more slowly")]
    public void A_gap_of_ones_own() => Assert.Equal(
        TimeSpan.FromMilliseconds(0.5), Gap(new() { MinimumGap = TimeSpan.FromMilliseconds(0.5) }, separation: 0));

    [Fact(DisplayName = "can-isotp 23: no time is asked for, and none is kept")]
    public void A_block_is_one_batch() => Assert.Equal(TimeSpan.Zero, Gap(new(), separation: 0));

    [Fact(DisplayName = "python-can-isotp 41, 63: the next frame is missed in every state, after the flow control of a later block too")]
    public void Every_wait_ends()
    {
        var receiver = new IsoTpReceiver(new() { BlockSize = 1 });
        Assert.Equal(IsoTpFlowStatus.ContinueToSend, receiver.OnPdu(Pdu("101462F190574341"), TimeSpan.Zero).Reply);
        Assert.Equal(TimeSpan.FromSeconds(1), receiver.Deadline);
        Assert.Equal(IsoTpFlowStatus.ContinueToSend, receiver.OnPdu(Pdu("214E455448305433"), TimeSpan.FromSeconds(1)).Reply);
        Assert.Equal(TimeSpan.FromSeconds(2), receiver.Deadline);
        Assert.Equal(IsoTpError.NoConsecutiveFrame, receiver.OnTime(TimeSpan.FromSeconds(2.1)).Ended!.Error);
    }

    [Fact(DisplayName = "iso-tp 23; can-isotp 42, 65; iso14229 29: what was not taken is not reported as sent, after whichever block")]
    public void Sent_is_sent()
    {
        foreach (var blocks in new[] { 0, 1, 3 })
        {
            var granted = 0;
            var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, new() { BlockSize = 2 }, frame => frame.Id == 0x7E8 && granted++ >= blocks ? null : TimeSpan.Zero);
            Assert.Equal(IsoTpSendState.Failed, bench.Send(new byte[6 + 7 * 8]));
            Assert.Equal((IsoTpError.NoFlowControl, 6 + 14 * blocks), (bench.Tester.Sender.Error!.Value, bench.Tester.Sender.BytesSent));
        }
    }

    [Fact(DisplayName = "python-can-isotp 17: a receiver without room ends it at once")]
    public void Overflow()
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, new() { MaxLength = 100 });
        Assert.Equal(IsoTpSendState.Failed, bench.Send(new byte[101]));
        Assert.Equal((IsoTpError.Overflow, TimeSpan.Zero, 1), (bench.Tester.Sender.Error!.Value, bench.Now, bench.Sent.Count));
    }

    [Fact(DisplayName = "iso15765-canbus 24: a block of 255 frames is one, though their numbers repeat")]
    public void A_block_is_counted_in_frames()
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, new() { BlockSize = 255 });
        Assert.Equal(IsoTpSendState.Sent, bench.Send(new byte[6 + 7 * 510]));
        Assert.Equal(2, bench.Answers.Count);
    }

    [Theory(DisplayName = "can-isotp 69, 36, 55; openpilot 25939: all answers come out, each with its control unit")]
    [InlineData("0 1 2 3 4 5")]
    [InlineData("0 3 1 4 2 5")]
    [InlineData("3 0 4 1 5 2")]
    public void Several_answer(string order)
    {
        var all = $"{EngineVin} {GearboxVin}".Split(' ');
        Assert.Equal(["7E8 02 = \"WCANETH0T35T00017\"", "7E9 02 = \"GEARBOX0000000007\""],
            Join([.. order.Split(' ').Select(place => all[int.Parse(place)])]).Select(message => $"{message.HexId} {UdsMessage.Decode(message).Text}").Order());
    }

    [Theory(DisplayName = "can-isotp 50, isotplib 4, isotp-c 32: a length above 4,095 has 32 bits, and 2 bytes of the message are beside it")]
    [InlineData(4096)]
    [InlineData(20_003)]
    public void Long_messages(int length)
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0));
        bench.Send(IsoTpMachinesTests.Counting(length));
        Assert.Equal($"10 00 00 00 {length >> 8:X2} {length & 0xFF:X2} 00 01", bench.Sent[0].Frame.Data.ToString());
        Assert.Equal((length, length), (bench.Received[0].Data.Length, (int)bench.Received[0].Length));
    }

    [Theory(DisplayName = "panda 1311: a first frame of what fits a single one is ignored; with a byte of address that is one byte less")]
    [InlineData("1007010203040506", 0, false)]
    [InlineData("1008010203040506", 0, true)]
    [InlineData("F110060102030405", 1, false)]
    [InlineData("F110070102030405", 1, true)]
    [InlineData("1000000000070102", 0, false)]
    [InlineData("1000000000080102", 0, true)]
    public void Impossible_lengths(string data, int addressBytes, bool isFirst) => Assert.Equal(isFirst, IsoTpPdu.TryRead(new(HexBytes.Parse(data)), addressBytes, out _));

    [Fact(DisplayName = "isotp-c 7: what is not expected neither crashes nor harms")]
    public void Unexpected_frames() => Assert.Equal(["7E8 3E 00"], Join("7E8#21", "7E8#300000", "7E8#023E00", "7E8#22", "7E8#FF").Select(message => $"{message}"));

    [Theory(DisplayName = "python-can-isotp 133, 148, python-can 1237, CANToolz 99: flow controls are filled up too, by default with CC, and 00 is a filling")]
    [InlineData(0xCC, "30 00 00 CC CC CC CC CC")]
    [InlineData(0x00, "30 00 00 00 00 00 00 00")]
    [InlineData(null, "30 00 00")]
    public void Padding(int? padding, string data)
    {
        var bench = new IsoTpBench(IsoTpAddress.Obd(0), null, new() { Padding = (byte?)padding });
        bench.Send(new byte[20]);
        Assert.Equal(data, bench.Answers[0].Data.ToString());
    }

    [Fact(DisplayName = "python-can-isotp 5, 44, iso15765-canbus 20: one's own address is expected in what arrives, and that of the target goes out")]
    public void Addresses()
    {
        var tester = IsoTpAddress.Extended(0x6F1, 0x612, target: 0x12, source: 0xF1);
        Assert.True(tester.Receives(new CanFrame(0x612, [0xF1, 1, 0x7E])));
        Assert.False(tester.Receives(new CanFrame(0x612, [0x12, 1, 0x7E])));
        Assert.False(tester.Receives(new CanFrame(0x612)));
        Assert.False(tester.Receives(new CanFrame(0x612, [0xF1, 1, 0x7E], FrameFlags.Extended)));
        Assert.True(tester.Reverse().Receives(new CanFrame(0x6F1, [0x12, 1, 0x3E])));
        Assert.Equal(tester, tester.Reverse().Reverse());
    }

    [Fact(DisplayName = "uds 281, 286, can-isotp 62: another priority than 6, 29-bit ids without addresses, 11 bits one way and 29 the other")]
    public void Odd_ids()
    {
        Assert.Equal("0CDA10F1 -> 0CDAF110", $"{IsoTpAddress.NormalFixed(0x10, priority: 3)}");
        Assert.Equal("17FE0076 -> 17FE0077", $"{IsoTpAddress.Normal(0x17FE0076, 0x17FE0077)}");
        Assert.Equal("7E0 -> 18DAF110", $"{IsoTpAddress.Normal(0x7E0, 0x18DAF110)}");
        Assert.Equal("00000010 -> 020", $"{IsoTpAddress.Normal(0x10, 0x20) with { TransmitExtended = true }}");
        Assert.Equal(["0CDA10F1 3E 00"], Join("0CDA10F1#023E00").Select(message => $"{message}"));
    }

    [Fact(DisplayName = "can-utils 551, python-can-isotp 54, can-log-tools 11, SavvyCAN 93, 966: a log is joined with no ids known, and nothing comes twice")]
    public void A_log_is_joined() => Assert.Equal(
        ["7E0 22 F1 90", "7E8 62 F1 90 01", "18DA10F1 3E 00"],
        Join("0F4#101462F190574341", "7E0#0322F190CCCCCCCC", "7E8#0462F19001CCCCCC", "0F4#214E455448305433", "18DA10F1#023E00").Select(message => $"{message}"));

    [Theory(DisplayName = "python-udsoncan 17, 45, 64, 152, 168: one identifier takes all the rest; of several the first alone is told apart")]
    [InlineData("62 01 01 03 52", "0101 = 03 52")]
    [InlineData("62 01 01 03 52 01 02 05", "0101 = 03 52 01 02 05")]
    public void Lengths_that_nobody_knows(string bytes, string text) => Assert.Equal(text, UdsMessage.Decode(MessageData.Parse(bytes)).Text);

    [Fact(DisplayName = "python-udsoncan 31, SavvyCAN 568: trouble codes are read as codes, and the mask as it is")]
    public void Trouble_codes() => Assert.Equal(
        ["ByStatusMask FF", "ByStatusMask P0301-00 (2F), C020B-16 (08)"],
        new[] { "19 02 FF", "59 02 2F 03 01 00 2F 42 0B 16 08" }.Select(bytes => UdsMessage.Decode(MessageData.Parse(bytes)).Text));

    [Fact(DisplayName = "a VIN that is not complete is an error, and never a part of one")]
    public void Half_a_VIN()
    {
        var message = Assert.Single(Join("7E8#1014490201574341", "7E8#2235543030303137"));
        Assert.Equal((false, IsoTpError.WrongSequence, 6), (message.Complete, message.Error, message.Data.Count));
    }

    [Theory(DisplayName = "python-can-j1939 4, python-j1939 21, libj1939 4, can-utils 560: the lower byte of a group that has a destination is 0")]
    [InlineData("18EEFF00", 60928, 255)]
    [InlineData("18EF2801", 61184, 40)]
    [InlineData("1CEBF900", 60160, 249)]
    [InlineData("18FECA00", 65226, null)]
    public void Groups(string id, int group, int? destination)
    {
        var parts = new J1939IdInfo(Convert.ToUInt32(id, 16), null);
        Assert.Equal(((uint)group, (byte?)destination), (parts.Pgn, parts.Destination));
        Assert.Equal(parts.Id, J1939Id.Create(parts.Pgn, parts.Source, parts.Destination, parts.Priority).Id);
    }

    [Theory(DisplayName = "AgIsoStack 21: packets to all are accepted as fast as they come, and as slowly as is allowed")]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(749)]
    public void Broadcasts_at_every_pace(int gap)
    {
        var receiver = new J1939Receiver(0x22, 0x00);
        var now = TimeSpan.Zero;
        receiver.OnControl(new() { Kind = J1939ControlKind.Broadcast, GroupNumber = 0xFECA, Length = 21, Packets = 3 }, now);
        J1939Step step = default;
        for (byte number = 1; number <= 3; number++)
        {
            now += TimeSpan.FromMilliseconds(gap);
            Assert.Equal(default, receiver.OnTime(now));
            step = receiver.OnPacket(new(number, 1, 2, 3, 4, 5, 6, 7), now);
        }

        Assert.Equal((21, null), (step.Data!.Length, step.Reply));
    }

    [Theory(DisplayName = "Open-SAE-J1939 9, 49, 59: a receiver asks for no more packets than the sender sends at once")]
    [InlineData(4, 4)]
    [InlineData(255, 16)]
    [InlineData(0, 16)]
    public void Packets_at_once(byte offered, byte asked)
    {
        var receiver = new J1939Receiver(0x22, 0x00);
        var reply = receiver.OnControl(new() { Kind = J1939ControlKind.RequestToSend, GroupNumber = 0xEF00, Length = 1785, Packets = 255, MaxAtOnce = offered }, default).Reply;
        Assert.Equal($"1CEC0022#11{asked:X2}01FFFF00EF00", reply!.Value.ToShortString());
    }

    [Fact(DisplayName = "cantools 736, 198, 504, SavvyCAN 98, dbcppp 129: a database names a group whatever the priority and the source")]
    public void Names_by_group()
    {
        var names = new J1939Names(new(CanDatabase.Parse(Encoding.UTF8.GetBytes("""
            BO_ 2364540158 EEC1: 8 X
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_ "VFrameFormat" BO_ 2364540158 3;
            """), "truck.dbc")));
        Assert.All([0x0CF00400u, 0x18F00403u, 0x1CF004FEu], id => Assert.Equal("EEC1", names.Of(id)));
        Assert.Null(names.Of(0x18F00503));
    }

    private static IsoTpPdu FlowControl(int status, byte blockSize, byte separationTime)
    {
        Assert.True(IsoTpPdu.TryRead(new((byte)(0x30 | status), blockSize, separationTime), 0, out var pdu));
        return pdu;
    }

    private static IsoTpPdu Pdu(string frame)
    {
        Assert.True(IsoTpPdu.TryRead(new(HexBytes.Parse(frame)), 0, out var pdu));
        return pdu;
    }

    private static List<IsoTpMessage> Join(params string[] frames) => [.. IsoTpJoiner.Join(frames.Select(frame => CanFrame.Parse(frame)))];

    /// <summary>How long after a frame was written the next is due.</summary>
    private TimeSpan Gap(IsoTpOptions options, byte separation)
    {
        var sender = new IsoTpEndpoint(IsoTpAddress.Obd(0), options).Sender;
        sender.Begin(new byte[60], TimeSpan.Zero);
        sender.Fill(room, TimeSpan.Zero);
        sender.OnFlowControl(FlowControl(0, 0, separation), TimeSpan.Zero);
        sender.Fill(room.AsSpan(0, 1), TimeSpan.Zero);
        sender.OnWritten(TimeSpan.Zero);
        return sender.Due!.Value;
    }
}
