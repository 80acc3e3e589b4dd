using Caneth.Diagnostics;

namespace Caneth.Tests.Simulation;

/// <summary>How the control units of the car send and receive: in four addressings, long and short, while they are busy, and when a tester gives up.</summary>
public class SimulatedEcuTests
{
    [Theory]
    [InlineData(IsoTpAddressing.Normal)]
    [InlineData(IsoTpAddressing.NormalFixed)]
    [InlineData(IsoTpAddressing.Extended)]
    [InlineData(IsoTpAddressing.Mixed)]
    public void They_answer_in_each_addressing_long_and_short(IsoTpAddressing addressing)
    {
        var bench = new EcuBench(addressing);
        Assert.Equal("7E00", bench.Ask("3E 00"));
        Assert.Equal((byte[])[0x62, 0x0F, 0x0F, .. Enumerable.Range(0, 4000).Select(one => (byte)one)], bench.Ask([0x22, 0x0F, 0x0F])[0]);
        Assert.Equal((byte[])[0x62, 0x1F, 0xFF, .. Enumerable.Range(0, 20_000).Select(one => (byte)(7 * one))], bench.Ask([0x22, 0x1F, 0xFF])[0]);
        bench.Ask("10 03");
        Assert.Equal((byte[])[0x6E, 0x1F, 0xFF], bench.Ask([0x2E, 0x1F, 0xFF, .. new byte[19_000]])[0]);
        Assert.Equal(19_003, bench.Ask([0x22, 0x1F, 0xFF])[0].Length);
    }

    [Fact]
    public void A_tester_may_ask_for_small_blocks_and_time_between_frames()
    {
        var bench = new EcuBench(options: new() { BlockSize = 3, SeparationTime = TimeSpan.FromMilliseconds(5) });
        var begin = bench.Now;
        Assert.Equal(4003, bench.Ask([0x22, 0x0F, 0x0F])[0].Length);
        Assert.Equal(TimeSpan.FromMilliseconds(570 * 5), bench.Now - begin);
    }

    [Fact]
    public void Whoever_asks_all_hears_those_who_have_an_answer()
    {
        var bench = new EcuBench();
        Assert.Equal(["7E8#03410D00CCCCCCCC", "7E9#03410D00CCCCCCCC"], bench.Put("7DF#02010D"));
        Assert.Equal(["7E8#0341053ACCCCCCCC"], bench.Put("7DF#020105"));
        Assert.Equal(["7E8#027E00CCCCCCCCCC", "7E9#027E00CCCCCCCCCC"], bench.Put("7DF#023E00"));
        Assert.Empty(bench.Put("7DF#03222001")); // nobody has it, and nobody says so
        Assert.Empty(bench.Put("7DF#0105"));
        Assert.Empty(bench.Put("7DF#100822F190F190F1")); // not for all
        Assert.Equal(["7E8#037F2231CCCCCCCC"], bench.Put("7E0#03222001"));
    }

    [Fact]
    public void What_is_no_request_is_passed_over() =>
        Assert.Empty(new EcuBench().Put("7E0#", "7E0#00", "7E0#073E00", "7E0#R", "7E0#300000", "7E0#213E00", "7E8#023E00", "000007E0#023E00", "123#023E00"));

    [Fact]
    public void A_tester_that_takes_no_more_of_an_answer_can_ask_for_something_else()
    {
        var bench = new EcuBench();
        Assert.Equal(["7E8#101462F190574341"], bench.Put("7E0#0322F190"));
        Assert.Equal(["7E8#0462F18601CCCCCC"], bench.Put("7E0#0322F186"));
        Assert.Empty(bench.Put("7E0#300000"));
    }

    [Fact]
    public void A_flow_control_that_stays_out_is_given_up_and_the_next_request_answered()
    {
        var bench = new EcuBench();
        bench.Put("7E0#0322F190");
        Assert.Equal(["7E9#03410D00CCCCCCCC"], bench.Put("7DF#02010D"));
        Assert.Empty(bench.Wait(TimeSpan.FromSeconds(0.9)));
        Assert.Equal(["7E8#03410D00CCCCCCCC"], bench.Wait(TimeSpan.FromSeconds(0.2)));
        Assert.Empty(bench.Put("7E0#300000"));
    }

    [Fact]
    public void While_it_is_busy_it_says_so_and_answers_what_went_to_all_when_it_is_done()
    {
        var bench = new EcuBench();
        bench.Unlock(session: 2);
        Assert.Equal(["7E8#037F3178CCCCCCCC"], bench.Put("7E0#043101FF00"));
        Assert.Equal(["7E8#037F2221CCCCCCCC"], bench.Put("7E0#0322F186"));
        Assert.Empty(bench.Put("7E0#023E80"));
        Assert.Equal(["7E9#03410D00CCCCCCCC"], bench.Put("7DF#02010D"));
        Assert.Empty(bench.Wait(TimeSpan.FromSeconds(0.3)));
        Assert.Equal(["7E8#037F3178CCCCCCCC"], bench.Wait(TimeSpan.FromSeconds(0.1)));
        Assert.Equal(["7E8#057101FF0000CCCC", "7E8#03410D00CCCCCCCC"], bench.Wait(TimeSpan.FromSeconds(1.6)));
    }

    [Fact]
    public void A_request_may_come_in_several_frames()
    {
        var bench = new EcuBench();
        Assert.Equal(["7E8#300800CCCCCCCCCC"], bench.Put("7E0#100922F1900101F1"));
        Assert.Equal(["7E8#102062F190574341"], bench.Put("7E0#218BF186"));
    }
}
