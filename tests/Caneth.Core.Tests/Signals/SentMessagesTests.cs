using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class SentMessagesTests
{
    private const string Car = """
        BO_ 256 EngineData: 8 ECU
         SG_ CRC : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 8|4@1+ (1,0) [0|15] "" ECU
         SG_ EngineSpeed : 16|16@1+ (0.25,0) [0|16383.75] "rpm" ECU
         SG_ Gear : 32|4@1+ (1,0) [0|15] "" ECU
        """;

    private static readonly MessageDefinition Message = MessageProtectionTests.Load(Car, "car.dbc").Find("EngineData")!;
    private static readonly MessageProtection Protection = new(Message, ProtectionProfiles.Xor, new() { Counter = "RC" });

    private readonly SentMessages sent = new();
    private readonly List<CanFrame> frames = [];

    [Fact]
    public void What_is_not_given_is_as_it_was_sent_last_and_the_counter_goes_on()
    {
        Send(("EngineSpeed", 2000), ("Gear", 3));
        Send(("Gear", 4));
        Send();
        Assert.Equal(["00 40 1F 03", "01 40 1F 04", "02 40 1F 04"], frames.Select(frame => frame.Data.ToString()[3..14]));
        var state = default(ProtectionState);
        Assert.All(frames, frame => Assert.True(Protection.Check(frame, ref state).IsRight));
    }

    [Fact]
    public void A_frame_that_was_not_taken_counts_as_not_sent()
    {
        Send(("Gear", 3));
        Assert.Throws<SignalException>(() => Send(("Gear", 99)));
        Assert.Throws<IOException>(() => sent.Send(Message, [KeyValuePair.Create("Gear", (object?)5)], Protection, null, _ => throw new IOException()));
        Send();
        Assert.Equal("01 00 00 03", frames[^1].Data.ToString()[3..14]);
    }

    [Fact]
    public void A_counter_or_a_checksum_that_is_given_is_sent_as_it_is_given()
    {
        Send(("rc", 9));
        Send();
        Send(("CRC", 0x55));
        Assert.Equal(["09 09", "0A 0A", "55 0B"], frames.Select(frame => frame.Data.ToString()[..5]));
    }

    [Fact]
    public void A_frame_that_was_made_before_gets_the_counter_that_is_due()
    {
        Send(("Gear", 3));
        sent.Send(Message, new(256, [0xAA, 0xA9, 0, 0, 5]), Protection, frames.Add);
        Send();
        Assert.Equal(["03 00 00 00 03", "A4 A1 00 00 05", "A7 A2 00 00 05"], frames.Select(frame => frame.Data.ToString()[..14]));
    }

    [Fact]
    public void A_preview_is_what_would_be_sent_and_changes_nothing()
    {
        Send(("Gear", 3));
        var preview = sent.Preview(Message, [KeyValuePair.Create("Gear", (object?)5)], Protection);
        Assert.Equal("04 01 00 00 05 00 00 00", preview.Data.ToString());
        Assert.Equal("02 01 00 00 03 00 00 00", Send().Data.ToString());
    }

    [Fact]
    public async Task Two_who_send_the_same_message_at_once_use_every_counter_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var count = 0; count < 500; count++)
            {
                Send();
            }
        }, TestContext.Current.CancellationToken)));
        var state = default(ProtectionState);
        Assert.Equal(2000, frames.Count);
        Assert.All(frames, frame => Assert.True(Protection.Check(frame, ref state).IsRight));
    }

    private CanFrame Send(params (string Name, object Value)[] values) =>
        sent.Send(Message, values.Select(value => KeyValuePair.Create(value.Name, (object?)value.Value)), Protection, null, frames.Add);
}
