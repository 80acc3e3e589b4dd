namespace Caneth.Tests.Messages;

/// <summary>What is kept alive on the bus is right in each cycle, changes when it is told to, and ends when it should.</summary>
public sealed class CanTransmissionTests : SendingBench
{
    [Fact]
    public async Task A_message_is_sent_in_each_cycle_with_counter_and_checksum_and_changes_with_the_next()
    {
        var started = Shell.Run<string>("Start-CanTransmission EngineData @{ EngineSpeed = 1000 } -Every 2ms | ForEach-Object { \"$($_.Name) $($_.Device) $($_.State)\" }");
        Assert.Equal(["EngineData bench Running"], started);
        await SentAsync(20);
        Shell.Run("Set-CanTransmission enginedata @{ EngineSpeed = 2000; Gear = 'Drive' }");
        await Sent.WaitForAsync(Sent.Count + 20, Ending);
        Shell.Run("Stop-CanTransmission EngineData");
        Assert.Empty(Shell.Run<object>("Get-CanTransmission"));
        var frames = await Sent.WaitForAsync(Sent.Count, Ending);
        Assert.Equal(Enumerable.Range(0, frames.Length).Select(number => number % 16), frames.Select(frame => frame.Data[1] & 15));
        Assert.All(frames, frame => Assert.Equal(0, frame.Data.ToArray().Aggregate(0, (all, one) => all ^ one)));
        Assert.Equal([1000 * 4, 2000 * 4], frames.Select(frame => frame.Data[2] | frame.Data[3] << 8).Distinct());
        Assert.Equal(3, frames[^1].Data[4]);
    }

    [Fact]
    public async Task A_frame_is_sent_as_it_is_and_ends_after_its_count()
    {
        Shell.Run("$null = Start-CanTransmission -Id 321 -Data '01 02' -Every 0.001 -Count 3; $null = '7DF#0201' | Start-CanTransmission -Every 1ms -Count 1 -Name ask");
        Assert.Equal(["141#0102", "141#0102", "141#0102", "7DF#0201"], (await SentAsync(4)).Order());
        Assert.True(SpinWait.SpinUntil(() => Shell.Run<string>("(Get-CanTransmission).State") is ["Stopped", "Stopped"], TimeSpan.FromSeconds(20)));
        Assert.Equal(["141 3", "ask 1"], Shell.Run<string>("Get-CanTransmission | ForEach-Object { \"$($_.Name) $($_.FramesSent)\" }"));
        Assert.Equal(["All of it was sent: 3 frames."], Shell.Run<string>("(Get-CanTransmission 141 -Event)[-1].Message"));
        Assert.Equal(["ask"], Shell.Complete("Stop-CanTransmission a"));

        // What has ended makes room for another of its name.
        Shell.Run("$null = Start-CanTransmission -Id 321 -Every 1ms -Count 1");
        await SentAsync(5);
    }

    [Fact]
    public async Task Scripts_and_recorded_values_follow_the_time()
    {
        Shell.Run("""
            $base = 1000
            $recorded = '0C0#0000A00F', '0C0#0000400F' | ConvertFrom-CanFrame -Database bench.dbc
            $null = Start-CanTransmission EngineData @{ EngineSpeed = { param($time) $using:base + 100 * $time + 0 * $_ }; Gear = 'Drive' } -Every 2ms -Count 100
            $null = Start-CanTransmission EngineData @{ EngineSpeed = $recorded } -Every 2ms -Count 1 -Name recorded
            """);
        var frames = await Sent.WaitForAsync(101, Ending);
        var speeds = frames.Where(frame => frame.Data[4] == 3).Select(frame => (frame.Data[2] | frame.Data[3] << 8) / 4.0).ToList();
        Assert.InRange(speeds[^1], 1005, 1100);
        Assert.Contains(frames, frame => (frame.Data[2] | frame.Data[3] << 8) == 0x0F40);
    }

    [Fact]
    public async Task A_node_is_stood_in_for_and_the_messages_without_a_cycle_time_are_named()
    {
        Assert.Contains("bench", $"{Shell.Try("Start-CanTransmission -Node Nobody").Error}", StringComparison.Ordinal);
        Folder.Write("node.dbc", """
            BU_: ECM TCM
            BO_ 256 A: 2 ECM
             SG_ X : 0|8@1+ (1,0) [0|0] "" ECM
            BO_ 257 B: 2 ECM
             SG_ X : 0|8@1+ (1,0) [0|0] "" ECM
            BO_ 258 Seldom: 2 ECM
             SG_ Y : 0|8@1+ (1,0) [0|0] "" ECM
            BO_ 259 C: 2 TCM
             SG_ X : 0|8@1+ (1,0) [0|0] "" ECM
            BA_DEF_ BO_ "GenMsgCycleTime" INT 0 10000;
            BA_ "GenMsgCycleTime" BO_ 256 10;
            BA_ "GenMsgCycleTime" BO_ 257 20;
            BA_ "GenMsgCycleTime" BO_ 259 20;
            """);
        var result = Shell.Try("Start-CanTransmission -Node ecm -Signal @{ X = 5; 'B.X' = 7 } -Database node.dbc | ForEach-Object { \"$($_.Name) $($_.Every.TotalMilliseconds)\" }");
        Assert.Equal(["A 10", "B 20"], result.Output.Select(one => $"{one}"));
        Assert.Equal(["1 message of 'ecm' has no cycle time in the database, and is not sent: Seldom. -Every gives one to all."], result.Warnings);
        Assert.Contains("101#0700", await SentAsync(10));
    }

    [Theory]
    [InlineData("Start-CanTransmission EngineData", "NoCycleTime", "Nothing says how often 'EngineData' is sent.")]
    [InlineData("Start-CanTransmission EngineData -Every 0.01ms", "PeriodTooShort", "0.1 ms is the shortest.")]
    [InlineData("Start-CanTransmission EngineData @{ EngineSpeed = 9000 } -Every 1", "SignalOutOfRange", "8000 rpm. It is not sent. -Force")]
    [InlineData("Start-CanTransmission EngineData @{ EngineSpeed = { 9000 } } -Every 1", "SignalOutOfRange", "8000 rpm. It is not sent.")]
    [InlineData("Start-CanTransmission EngineData @{ EngineSpeed = { throw 'no idea' } } -Every 1", "ValueScriptFailed", "'EngineData' failed: no idea")]
    [InlineData("Start-CanTransmission EngineData @{ EngineSpeed = 1, 2 } -Every 1", "NotASignalValue", "EngineData.EngineSpeed was given a list, in which '1' is neither")]
    [InlineData("Start-CanTransmission EngineData, Modes @{ Speed = 1 } -Every 1", "SignalNotFound", "No signal 'Speed' is in")]
    [InlineData("Start-CanTransmission -Id 1 -Data 1,2,3,4,5,6,7,8,9 -Every 1", "TooMuchData", "9 bytes")]
    [InlineData("5.5 | Start-CanTransmission -Every 1", "NotAFrame", "'5.5' is neither a frame nor a message.")]
    [InlineData("$null = Start-CanTransmission -Id 1 -Every 10; Start-CanTransmission -Id 1 -Every 10", "TransmissionNameTaken", "A transmission named '001' sends to 'bench' already.")]
    [InlineData("$null = Start-CanTransmission -Id 1 -Every 10; Set-CanTransmission 001 @{ A = 1 }", "NotAMessage", "'001' is a frame, which has no signals.")]
    [InlineData("$null = Start-CanTransmission EngineData -Every 10; Set-CanTransmission EngineData -Data 1", "NotAFrame", "whose data are made of its signals")]
    [InlineData("$null = Start-CanTransmission EngineData -Every 10; Set-CanTransmission EngineData @{ EngineSpeed = 9000 }", "SignalOutOfRange", "What is sent has not changed.")]
    [InlineData("$null = Start-CanTransmission EngineData -Every 10; Set-CanTransmission EngineData", "NothingToChange", "Nothing was given")]
    [InlineData("Stop-CanTransmission nobody", "TransmissionNotFound", "No transmission named 'nobody' runs. Transmissions: none.")]
    [InlineData("Send-CanFrame 1 -Every 1 -NoWait", "NotWithEvery", "-NoWait cannot be together with -Every")]
    [InlineData("Send-CanFrame 1 -Count 1", "OnlyWithEvery", "-Count says when")]
    public void What_cannot_be_is_an_error_that_says_what(string command, string id, string text)
    {
        var result = Shell.Try(command);
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_of_the_pipeline_are_sent_again_and_again_while_it_waits()
    {
        Assert.Equal(["141 6", "142 6"], Shell.Run<string>(
            "'141#01', '142#02' | Send-CanFrame -Every 2ms -Count 6 -PassThru | Group-Object HexId | Sort-Object Name | ForEach-Object { \"$($_.Name) $($_.Count)\" }"));
        Assert.Equal(12, (await SentAsync(12)).Length);
        Assert.Empty(Shell.Run<object>("Get-CanTransmission"));

        var endless = Shell.Pipeline("Send-CanFrame 143#03 -Every 2ms");
        endless.BeginInvoke();
        await Sent.WaitForAsync(20, Ending);
        endless.Stop();
        var count = Sent.Count;
        Shell.Run("Send-CanFrame 144#04");
        Assert.InRange(Sent.Count - count, 0, 3);
    }

    [Fact]
    public async Task It_ends_with_its_device_and_with_the_module()
    {
        Shell.Run("$null = Start-CanTransmission -Id 1 -Every 1ms; $null = Start-CanTransmission -Id 2 -Every 1ms -WhatIf");
        Assert.Contains("\"Send 002# every 0.001 s\" on target \"bench\"", Shell.Host.TakeText(), StringComparison.Ordinal);
        await SentAsync(5);
        Shell.Run("Disconnect-CanDevice bench");
        Assert.True(SpinWait.SpinUntil(() => Shell.Run<string>("(Get-CanTransmission).State") is ["Stopped"], TimeSpan.FromSeconds(20)));
        Assert.Equal("TransmissionEnded", Shell.Try("Set-CanTransmission 001 -Every 1").ErrorId);
        Shell.Connect(Simulator, "-Name again");
        Shell.Run("$null = Start-CanTransmission -Id 3 -Every 1ms -Device again; Remove-Module Caneth");
        var count = Sent.Count;
        await Task.Yield();
        Assert.InRange(Sent.Count - count, 0, 1);
    }
}
