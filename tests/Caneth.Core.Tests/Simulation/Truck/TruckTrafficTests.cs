using Caneth.Diagnostics;
using Caneth.Signals;
using Caneth.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Simulation;

/// <summary>The truck speaks J1939: it claims and defends addresses, answers requests, and sends and takes long messages.</summary>
public class TruckTrafficTests
{
    private const string EngineClaim = "18EEFF00#D204405300000010";
    private const string RetarderClaim = "18EEFF0F#D3044053000C0010";

    private readonly TruckBench bench = new();

    [Fact]
    public void Addresses_are_claimed_before_anything_is_sent()
    {
        Assert.Equal([EngineClaim, RetarderClaim], bench.Wait(TimeSpan.Zero));
        Assert.Empty(bench.Wait(TimeSpan.FromSeconds(0.2)));
        Assert.Empty(bench.Put("18EA00F9#ECFE00"));
        Assert.Equal("1CECFF00#200A0002FFCAFE00", bench.Wait(TimeSpan.FromSeconds(0.05))[0]);
        Assert.Equal([EngineClaim, RetarderClaim], bench.Put("18EAFFF9#00EE00"));
    }

    [Fact]
    public void A_better_name_takes_an_address_and_a_worse_one_does_not()
    {
        bench.Start();
        Assert.Equal([EngineClaim], bench.Put("18EEFF00#FFFFFFFFFFFFFFFF"));
        Assert.Equal(["18EEFFFE#D204405300000010"], bench.Put("18EEFF00#0100000000000000"));
        Assert.Empty(bench.Put("18EA00F9#ECFE00"));
        Assert.Empty(bench.Run(TimeSpan.FromSeconds(5)));
        Assert.Equal(["18EEFFFE#D204405300000010", RetarderClaim], bench.Put("18EAFFF9#00EE00"));
    }

    [Fact]
    public void What_one_asks_for_is_sent_to_it_as_it_wants_it()
    {
        bench.Start();
        Assert.Equal(["1CECF900#1012000303ECFE00"], bench.Put("18EA00F9#ECFE00"));
        Assert.Equal(["1CEBF900#015743414E455448", "1CEBF900#0230543335543030"], bench.Put("1CEC00F9#110201FFFFECFE00"));
        Assert.Equal(["1CEBF900#033031372AFFFFFF"], bench.Put("1CEC00F9#110103FFFFECFE00"));
        Assert.Empty(bench.Put("1CEC00F9#13120003FFECFE00"));
    }

    [Fact]
    public void What_is_asked_of_all_is_sent_to_all()
    {
        bench.Start();
        bench.Run(TimeSpan.FromSeconds(1.9)); // what it has to say itself
        Assert.Equal(["1CECFF00#20120003FFECFE00"], bench.Put("18EAFFF9#ECFE00"));
        Assert.Equal(["1CEBFF00#015743414E455448", "1CEBFF00#0230543335543030", "1CEBFF00#033031372AFFFFFF"], bench.Run(TimeSpan.FromSeconds(0.2)).Select(one => one.Frame));
    }

    [Theory]
    [InlineData("18EA00F9#BABA00", "18E8FF00#01FFFFFFF9BABA00")] // not known
    [InlineData("18EAFFF9#BABA00", "")] // not asked of one
    [InlineData("18EA0FF9#CAFE00", "18E8FF0F#01FFFFFFF9CAFE00")] // the retarder has no faults to tell
    [InlineData("18EA00F9#CBFE00", "18FECB00#04FF5E001202FFFF")]
    [InlineData("18EA00F9#BA", "")]
    [InlineData("18EA05F9#ECFE00", "")]
    [InlineData("0000BABA#BA", "")]
    public void Requests_are_answered(string request, string answer)
    {
        bench.Start();
        Assert.Equal(answer, string.Join('|', bench.Put(request)));
    }

    [Fact]
    public void Faults_are_told_until_they_are_cleared()
    {
        bench.Start();
        Assert.Equal(["1CECF900#100A000202CAFE00"], bench.Put("18EA00F9#CAFE00"));
        Assert.Equal(["1CEBF900#0104FFBE0002036E", "1CEBF900#02000001FFFFFFFF"], bench.Put("1CEC00F9#110201FFFFCAFE00"));
        bench.Put("1CEC00F9#130A0002FFCAFE00");
        Assert.Equal(["18E8FF00#00FFFFFFF9D3FE00"], bench.Put("18EA00F9#D3FE00"));
        Assert.Equal(["18FECA00#00FF00000000FFFF"], bench.Put("18EA00F9#CAFE00"));
    }

    [Fact]
    public void What_comes_in_packets_is_sent_back_in_packets()
    {
        bench.Start();
        Assert.Equal(["1CECF900#110201FFFF00EF00"], bench.Put("1CEC00F9#100900020200EF00"));
        Assert.Empty(bench.Put("1CEB00F9#0101020304050607"));
        Assert.Equal(["1CECF900#13090002FF00EF00", "1CECF900#100900020200EF00"], bench.Put("1CEB00F9#020809FFFFFFFFFF"));
        Assert.Equal(["1CEBF900#0101020304050607", "1CEBF900#020809FFFFFFFFFF"], bench.Put("1CEC00F9#110201FFFF00EF00"));
    }

    [Fact]
    public void Messages_to_all_come_whole_and_their_packets_50_ms_apart()
    {
        var frames = bench.Run(TimeSpan.FromSeconds(10));
        var messages = J1939Joiner.Join(frames.Select(one => CanFrame.Parse(one.Frame))).ToList();
        Assert.All(messages, message => Assert.True(message.Complete, $"{message}"));
        Assert.InRange(messages.Count(message => message.Pgn == 0xFECA), 9, 10);
        Assert.All(messages.Where(message => message.Pgn == 0xFF00), message => Assert.Equal(Enumerable.Range(0, 200).Select(one => (byte)one), message.Data.ToArray()));
        Assert.InRange(messages.Count(message => message.Pgn == 0xFF00), 3, 4);
        var packets = frames.Where(one => one.Frame.StartsWith("1CEBFF00", StringComparison.Ordinal)).Select(one => one.At).ToList();
        Assert.All(packets.Zip(packets.Skip(1), (one, next) => next - one), gap => Assert.True(gap >= TimeSpan.FromMilliseconds(50), $"{gap}"));
    }

    [Fact]
    public async Task Behind_a_gateway_it_drives_and_its_database_says_what_it_sends()
    {
        var time = new FakeTimeProvider();
        await using var simulator = GatewaySimulator.Start(new() { Traffic = new TruckTraffic(), TimeProvider = time });
        using var client = await TestClient.ConnectAsync(simulator);
        foreach (var message in TruckTraffic.Database.Messages)
        {
            var reading = client.ReadUntilAsync(message.Id);
            await Waiting.AdvanceUntil(time, TimeSpan.FromMilliseconds(20), () => reading.IsCompleted);
            var values = new double[message.Signals.Count];
            Assert.Equal(values.Length, message.Codec.Decode(await reading, values));
        }

        Assert.Empty(TruckTraffic.Database.Problems);
        Assert.Same(TruckTraffic.Database, simulator.Database);
        Assert.True(new DatabaseSet(TruckTraffic.Database).TryFind(new CanFrame(0x0CF00400, new byte[8]), out var eec1));
        Assert.Equal("EEC1", eec1.Name);
    }
}
