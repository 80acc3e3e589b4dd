using Caneth.Diagnostics;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>Every fault of control units that the simulator plays: what is on the bus, and what comes of it at a tester that does all right.</summary>
public class EcuFaultTests
{
    private const string Vin = "62F1905743414E45544830543335543030303137";
    private const string LongRequest = "22 F1 8B F1 8B F1 8B F1 8B";
    private const string LongAnswer = "62F18B260131F18B260131F18B260131F18B260131";

    private readonly EcuBench bench = new();

    [Fact]
    public void Every_fault_of_control_units_has_its_test()
    {
        var tested = typeof(EcuFaultTests).GetMethods().Select(method => method.Name.Split('_')[0]);
        Assert.Empty(SimulatorFaults.Names.Where(name => name.StartsWith("Ecu", StringComparison.Ordinal)).Except(tested));
    }

    [Fact]
    public void EcuSilent_answers_nothing() => Assert.Equal("", Ask("EcuSilent", "3E 00"));

    [Fact]
    public void EcuIgnoresShortFrames_and_takes_those_of_8_bytes()
    {
        bench.Faults.Set("EcuIgnoresShortFrames");
        Assert.Empty(bench.Put("7E0#023E00", "7DF#023E00"));
        Assert.Equal(["7E8#027E00CCCCCCCCCC"], bench.Put("7E0#023E000000000000"));
    }

    [Fact]
    public void EcuPending_asks_for_patience_before_each_answer()
    {
        var begin = bench.Now;
        Assert.Equal("7F3E78|7F3E78|7E00", Ask("EcuPending=2", "3E 00"));
        Assert.Equal(TimeSpan.FromSeconds(0.8), bench.Now - begin);
    }

    [Fact]
    public void EcuBusy_refuses_some_and_answers_one()
    {
        bench.Faults.Set("EcuBusy=2");
        Assert.Equal(["7F3E21", "7F3E21", "7E00", "7F3E21"], Enumerable.Range(0, 4).Select(_ => bench.Ask("3E 00")));
    }

    [Fact]
    public void EcuAnswersUnasked_says_what_nobody_wants_to_hear() => Assert.Equal("7E00", Ask("EcuAnswersUnasked", "3E 80"));

    [Fact]
    public void EcuForeignAnswer_comes_before_the_answer() => Assert.Equal("62BA770102|7E00", Ask("EcuForeignAnswer", "3E 00"));

    [Fact]
    public void EcuForeignRefusal_comes_before_the_answer() => Assert.Equal($"7F3E12|{Vin}", Ask("EcuForeignRefusal", "22 F1 90"));

    [Fact]
    public void EcuShortRefusal_comes_before_the_answer() => Assert.Equal($"7F|7F22|{Vin}", Ask("EcuShortRefusal", "22 F1 90"));

    [Fact]
    public void EcuUnknownFrames_are_in_the_midst_of_the_answer()
    {
        Assert.Equal(Vin, Ask("EcuUnknownFrames", "22 F1 90"));
        Assert.Equal(["7E8#F0F0F0F0F0F0F0AA", "7E8#101462F190574341", "7E8#45454545454545AA"], bench.Put("7E0#0322F190"));
    }

    [Fact]
    public void EcuInvalidLengths_come_before_the_answer()
    {
        Assert.Equal(Vin, Ask("EcuInvalidLengths", "22 F1 90"));
        Assert.Equal(["7E8#00AAAAAAAAAAAAAA", "7E8#0F010101010101AA", "7E8#101462F190574341"], bench.Put("7E0#0322F190"));
    }

    [Fact]
    public void EcuShortFirstFrame_comes_before_the_answer()
    {
        Assert.Equal(Vin, Ask("EcuShortFirstFrame", "22 F1 90"));
        Assert.Equal(["7E8#100562BA120102AA", "7E8#027E00CCCCCCCCCC"], bench.Put("7E0#023E00"));
    }

    [Fact]
    public void EcuRepeatedFirstFrame_begins_the_answer_anew()
    {
        Assert.Equal(Vin, Ask("EcuRepeatedFirstFrame", "22 F1 90"));
        Assert.Equal(["7E8#101462F190574341", "7E8#101462F190574341"], bench.Put("7E0#0322F190"));
    }

    [Fact]
    public void EcuLostFrame_is_one_of_the_answer() => Assert.Equal("WrongSequence", Ask("EcuLostFrame", "22 01 02"));

    [Fact]
    public void EcuNoFrames_come_after_the_first()
    {
        var begin = bench.Now;
        Assert.Equal("NoConsecutiveFrame", Ask("EcuNoFrames", "22 F1 90"));
        Assert.InRange(bench.Now - begin, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.1));
    }

    [Fact]
    public void EcuExtraFrame_comes_after_the_answer()
    {
        Assert.Equal(Vin, Ask("EcuExtraFrame", "22 F1 90"));
        bench.Put("7E0#0322F190");
        Assert.Equal("7E8#23EEEEEEEEEEEEAA", bench.Put("7E0#300000")[^1]);
    }

    [Fact]
    public void EcuSlowFrames_are_that_far_apart()
    {
        var begin = bench.Now;
        Assert.Equal(Vin, Ask("EcuSlowFrames=900", "22 F1 90"));
        Assert.Equal(TimeSpan.FromSeconds(0.9), bench.Now - begin);
    }

    [Fact]
    public void EcuHugeAnswer_declares_more_than_anybody_takes() => Assert.Equal("TooLong", Ask("EcuHugeAnswer", "22 F1 90"));

    [Fact]
    public void EcuNoPadding_makes_frames_as_short_as_can_be()
    {
        bench.Faults.Set("EcuNoPadding");
        Assert.Equal(["7E8#027E00"], bench.Put("7E0#023E00"));
        bench.Faults.Clear();
        Assert.Equal(["7E8#027E00CCCCCCCCCC"], bench.Put("7E0#023E00"));
    }

    [Fact]
    public void EcuNoFlowControl_takes_no_longer_request()
    {
        Assert.Equal("", Ask("EcuNoFlowControl", LongRequest));
        Assert.Equal(IsoTpError.NoFlowControl, bench.SendError);
    }

    [Fact]
    public void EcuOverflow_takes_no_longer_request()
    {
        Assert.Equal("", Ask("EcuOverflow", LongRequest));
        Assert.Equal(IsoTpError.Overflow, bench.SendError);
    }

    [Fact]
    public void EcuInvalidFlowControl_takes_no_longer_request()
    {
        Assert.Equal("", Ask("EcuInvalidFlowControl", LongRequest));
        Assert.Equal(IsoTpError.InvalidFlowStatus, bench.SendError);
    }

    [Fact]
    public void EcuWaits_come_before_it_goes_on()
    {
        var begin = bench.Now;
        Assert.Equal(LongAnswer, Ask("EcuWaits=5", LongRequest));
        Assert.Equal(TimeSpan.FromSeconds(0.5), bench.Now - begin);
        Assert.Equal("", Ask("EcuWaits=30", LongRequest));
        Assert.Equal(IsoTpError.TooManyWaits, bench.SendError);
    }

    [Theory]
    [InlineData(20, 20)]
    [InlineData(128, 127)]
    [InlineData(245, 0.5)]
    public void EcuSeparationTime_is_kept(int value, double milliseconds)
    {
        bench.Ask("10 03");
        var begin = bench.Now;
        Assert.Equal("6E0F0F", Ask($"EcuSeparationTime={value}", $"2E 0F 0F{string.Concat(Enumerable.Repeat(" 00", 60))}"));
        Assert.Equal(TimeSpan.FromMilliseconds(8 * milliseconds), bench.Now - begin); // 9 frames
    }

    [Fact]
    public void EcuRepeatedFlowControl_does_no_harm()
    {
        Assert.Equal(LongAnswer, Ask("EcuRepeatedFlowControl", LongRequest));
        Assert.Equal(["7E8#300800CCCCCCCCCC", "7E8#300800CCCCCCCCCC"], bench.Put("7E0#100922F18BF18BF1"));
    }

    // 2 frames at once, 3 that are 30 ms apart, and the rest as slowly, since the longest time that was asked for holds.
    [Fact]
    public void EcuChangingFlowControl_wants_other_blocks_and_times()
    {
        bench.Ask("10 03");
        var begin = bench.Now;
        Assert.Equal("6E0F0F", Ask("EcuChangingFlowControl", $"2E 0F 0F{string.Concat(Enumerable.Repeat(" 00", 60))}"));
        Assert.Equal(TimeSpan.FromMilliseconds(7 * 30), bench.Now - begin); // 9 frames
        Assert.Equal(["7E8#300200AAAAAAAAAA"], bench.Put("7E0#103F2E0F0F000000"));
        Assert.Equal(["7E8#30031EAAAAAAAAAA"], bench.Put("7E0#2100000000000000", "7E0#2200000000000000"));
        Assert.Equal(["7E8#300000AAAAAAAAAA"], bench.Put("7E0#2300000000000000", "7E0#2400000000000000", "7E0#2500000000000000"));
        Assert.Empty(bench.Put("7E0#2600000000000000"));
        Assert.Equal(["7E8#300200AAAAAAAAAA"], bench.Put("7E0#103F2E0F0F000000"));
    }

    private string Ask(string fault, string request)
    {
        bench.Faults.Set(fault);
        return bench.Ask(request);
    }
}
