namespace Caneth.Tests.Messages;

/// <summary>Counters and checksums are told by hand, made and checked.</summary>
public sealed class CanProtectionTests : SendingBench
{
    [Fact]
    public async Task A_profile_that_is_set_is_what_messages_are_sent_by()
    {
        Assert.Equal(["E2E.P01 Counter Checksum 14 291"], Shell.Run<string>("""
            Set-CanProtection EngineData e2e.p01 -DataId 0x123 -PassThru | ForEach-Object { "$($_.Profile) $($_.Counter) $($_.Checksum) $($_.CounterTop) $($_.DataIds)" }
            """));
        Shell.Run("Send-CanMessage EngineData; Send-CanMessage EngineData; Set-CanProtection EngineData -None; Send-CanMessage EngineData @{ Checksum = 7 }");
        Assert.Equal(["0C0#CC00000000000000", "0C0#9101000000000000", "0C0#0701000000000000"], await SentAsync(3));
    }

    [Theory]
    [InlineData("Shared Xor", "CannotProtect", "Shared: which of its signals is the checksum, their names do not tell.")]
    [InlineData("EngineData E2E.P01", "CannotProtect", "The profile E2E.P01 takes 1 data id(s), and there are 0.")]
    [InlineData("EngineData Xor -Checksum Gaer", "CannotProtect", "EngineData.Gaer: the message has no such signal.")]
    [InlineData("EngineData Counter -CounterTop 99", "CannotProtect", "EngineData.Counter: the counter has 4 bits, so its highest value is 1 to 15, not 99.")]
    [InlineData("Nothing Xor", "MessageNotFound", "Nothing")]
    [InlineData("EngineData Nonsense", "ParameterArgumentTransformationError", "'Nonsense' is not a protection profile. There are: Counter, Xor,")]
    [InlineData("EngineData E2E.P01 -DataId 0x12345", "ParameterArgumentValidationError", "DataId")]
    public void What_cannot_be_says_why(string set, string id, string text)
    {
        var result = Shell.Try($"Set-CanProtection {set}");
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_set_with_WhatIf()
    {
        Shell.Run("Set-CanProtection EngineData -None -WhatIf; Set-CanProtection * Counter -WhatIf -ErrorAction Ignore");
        Shell.Run("Send-CanMessage EngineData; Send-CanMessage EngineData");
        Assert.Equal(["0C0#0000000000000000", "0C0#0101000000000000"], await SentAsync(2));
    }

    [Fact]
    public void Faults_are_counted_in_frames_of_the_pipeline()
    {
        Assert.Equal(["EngineData Xor 18 3 1 1 1 1"], Shell.Run<string>("""
            $frames = 1..20 | ForEach-Object { (Send-CanMessage EngineData @{ EngineSpeed = $_ } -PassThru).Frame }
            $frames[12] = New-CanFrame 0x0C0 'AA 0C 00 00 00 00 00 00'
            $frames[0..4] + $frames[4..4] + $frames[6..12] + $frames[13..17] | ForEach-Object { New-CanFrame $_.Id $_.Data } | Test-CanProtection |
                ForEach-Object { "$($_.Message) $($_.Profile) $($_.Frames) $($_.FaultyFrames) $($_.BadChecksums) $($_.CounterRepeats) $($_.CounterJumps) $($_.FramesMissing)" }
            """));
    }

    [Fact]
    public async Task Faults_are_counted_on_a_live_bus()
    {
        using var pipeline = Shell.Pipeline("Test-CanProtection -Duration 0.5");
        var testing = pipeline.BeginInvoke();
        var frames = Enumerable.Range(0, 5).Select(counter => new CanFrame(0xC0, [(byte)counter, (byte)counter, 0, 0, 0, 0, 0, 0])).ToArray();
        while (!testing.IsCompleted)
        {
            await Simulator.SendAsync(frames, Ending);
        }

        var statistics = Assert.IsType<Caneth.Signals.ProtectionStatistics>(Assert.Single(pipeline.EndInvoke(testing)).BaseObject);
        Assert.Equal("EngineData", statistics.Message);
        Assert.Equal(0, statistics.BadChecksums);
        Assert.InRange(statistics.CounterJumps, 1, statistics.Frames);
    }

    [Fact]
    public void What_nothing_protects_is_a_warning()
    {
        var result = Shell.Try("New-CanFrame 0x0CA '00' | Test-CanProtection");
        Assert.Empty(result.Errors);
        Assert.StartsWith("None of the 1 frames is of a message that is protected", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(["No frame came, so nothing was checked."], Shell.Try("@() | Test-CanProtection").Warnings);
    }

    [Fact]
    public void They_are_shown_in_tables()
    {
        Assert.Matches(@"EngineData +Xor +Counter +15 +Checksum", Shell.Show("Set-CanProtection EngineData Xor -PassThru"));
        Assert.Matches(@"Message +Device +Profile +Frames +BadChecksums +Jumps +Repeats +Missing", Shell.Show("New-CanFrame 0x0C0 '00 00 00 00 00 00 00 00' | Test-CanProtection"));
    }
}
