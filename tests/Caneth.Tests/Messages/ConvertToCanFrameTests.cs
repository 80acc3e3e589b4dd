namespace Caneth.Tests.Messages;

/// <summary>Messages and tables become frames, and messages are made without sending them.</summary>
public sealed class ConvertToCanFrameTests : SendingBench
{
    [Fact]
    public void A_decoded_message_is_the_frame_that_it_was() => Assert.Equal(["True"], Shell.Run<string>("""
        $frame = (Send-CanMessage EngineData @{ EngineSpeed = 800 } -PassThru).Frame
        "$(($frame | ConvertFrom-CanFrame | ConvertTo-CanFrame) -eq $frame)"
        """));

    [Fact]
    public void Rows_become_frames_with_their_times_devices_and_running_counters()
    {
        Folder.Write("rows.csv", """
            Timestamp,Device,EngineSpeed,Gear
            2026-01-31T12:00:00.25Z,can1,1000,Drive
            2026-01-31T12:00:01Z,,,3
            ,,2000,
            """);
        Assert.Equal(["can1 00:00.250000 AC 00 A0 0F 03 00 00 00", " 00:01.000000 AD 01 A0 0F 03 00 00 00", "  5E 02 40 1F 03 00 00 00"], Shell.Run<string>("""
            Import-Csv rows.csv | ConvertTo-CanFrame EngineData | ForEach-Object {
                "$($_.Device) $(if ($_.Timestamp.Nanoseconds) { $_.Timestamp.ToDateTime().ToString('mm:ss.ffffff') }) $($_.Data)" }
            """));
        Assert.Equal([0], Shell.Run<int>("(Get-CanDevice bench).FramesSent"));
    }

    [Fact]
    public void What_was_received_goes_to_a_table_and_back() => Assert.Equal(["True True"], Shell.Run<string>("""
        $frames = 1..20 | ForEach-Object { (Send-CanMessage EngineData @{ EngineSpeed = 100 * $_; Gear = $_ % 4 -band 1; Torque = -$_ } -PassThru).Frame }
        $frames | ConvertFrom-CanFrame | Export-Csv messages.csv
        $again = Import-Csv messages.csv | ConvertTo-CanFrame
        "$($again.Count -eq 20) $(-not (Compare-Object $frames.Data.Hex $again.Data.Hex))"
        """));

    [Fact]
    public void A_row_that_cannot_be_is_an_error_and_the_others_become_frames()
    {
        var result = Shell.Try("""
            [pscustomobject]@{ EngineSpeed = 'fast' }, [pscustomobject]@{ Timestamp = 'noon'; EngineSpeed = 1 }, [pscustomobject]@{ EngineSpeed = 2 } | ConvertTo-CanFrame EngineData
            """);
        Assert.Equal(["NotASignalValue", "NotATimestamp"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Single(result.Output);
    }

    [Fact]
    public void A_message_is_made_as_it_would_be_sent_and_is_not()
    {
        Assert.Equal(["True 3000 0C0#CD00E02E03000000"], Shell.Run<string>("""
            $message = New-CanMessage EngineData @{ EngineSpeed = 3000; Gear = 'Drive' }
            "$($message -is [Caneth.Signals.CanMessage]) $($message.EngineSpeed) $($message.Frame.ToShortString())"
            """));
        Assert.Equal(["1", "0"], Shell.Run<string>("Send-CanMessage EngineData; (New-CanMessage EngineData).Counter; (Get-CanDevice bench).FramesSent - 1"));
    }

    [Fact]
    public void Without_a_device_a_message_is_made_of_a_database_that_is_named()
    {
        using var other = new Shell();
        Assert.Equal(["0CA#FC1F0000"], other.Run<string>("(New-CanMessage Started -Database $args[0]).Frame.ToShortString()", Path.Combine(Folder.Path, "bench.dbc")));
    }
}
