namespace Caneth.Tests.Messages;

/// <summary>Messages are sent by the values of their signals, whole and right, or not at all.</summary>
public sealed class SendCanMessageTests : SendingBench
{
    [Fact]
    public async Task What_is_given_is_sent_with_counter_and_checksum_and_the_rest_is_as_it_was_sent_last()
    {
        Shell.Run("Send-CanMessage EngineData @{ EngineSpeed = 3000; Gear = 'Drive' }; Send-CanMessage enginedata @{ torque = -3 }; Send-CanMessage 0x0C0");
        Assert.Equal(["0C0#CD00E02E03000000", "0C0#3101E02E03FD0000", "0C0#3202E02E03FD0000"], await SentAsync(3));
    }

    [Fact]
    public async Task What_nobody_has_given_has_its_start_value_which_is_raw()
    {
        Shell.Run("Send-CanMessage Started; Send-CanMessage Started @{ DEVICE = 7 }");
        Assert.Equal(["0CA#FC1F0000", "0CA#FC1F0700"], await SentAsync(2));
    }

    [Fact]
    public async Task A_multiplexer_is_chosen_by_what_is_given()
    {
        Shell.Run("Send-CanMessage Modes @{ Pressure = 500 }; Send-CanMessage Modes @{ Voltage = 12.5 }");
        Assert.Equal(["0C8#02F40100", "0C8#017D0000"], await SentAsync(2));
    }

    [Theory]
    [InlineData("EngineData @{ EngineSpeed = 9000 }", "SignalOutOfRange", "EngineData.EngineSpeed: 9000 rpm is above its maximum of 8000 rpm. Nothing was sent. -Force sends what fits the bits.")]
    [InlineData("EngineData @{ EngineSpeed = 90000 } -Force", "SignalOutOfRange", "EngineData.EngineSpeed: 90000 rpm does not fit its 16 bits, which hold 0 rpm to 16383.75 rpm. Nothing was sent.")]
    [InlineData("EngineData @{ Gear = 'Fly' }", "NotASignalValue", "EngineData.Gear: 'Fly' is no value of it. Give a number, or one of: Park, Reverse, Drive, Not available. Nothing was sent.")]
    [InlineData("EngineData @{ Gaer = 1 }", "SignalNotFound", "EngineData.Gaer: the message has no such signal. It has: Checksum, Counter, EngineSpeed, Gear, Torque. Nothing was sent.")]
    [InlineData("Modes @{ Voltage = 1; Pressure = 1 }", "SignalNotInFrame", "Give them in two messages. Nothing was sent.")]
    [InlineData("Shared @{ Whole = 0x1234; Low = 1 }", "SignalsContradict", "and the two values that were given want them to be different. Give one of them. Nothing was sent.")]
    [InlineData("EngineData @{ EngineSpeed = $nobody }", "GivenAndEmpty", "EngineData.EngineSpeed was given and is empty, so nothing was done.")]
    [InlineData("EngineDate @{ EngineSpeed = 1 }", "MessageNotFound", "EngineDate")]
    public async Task What_cannot_be_is_an_error_that_says_what_and_nothing_is_sent(string send, string id, string text)
    {
        var result = Shell.Try($"Send-CanMessage {send}");
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
        Shell.Run("Send-CanMessage Started");
        Assert.Equal(["0CA#FC1F0000"], await SentAsync(1));
    }

    [Fact]
    public async Task Both_signals_are_named_that_contradict()
    {
        var error = Shell.Try("Send-CanMessage Shared @{ Whole = 0x1234; Low = 1 }").Error;
        Assert.Contains("Whole", $"{error}", StringComparison.Ordinal);
        Assert.Contains("Low", $"{error}", StringComparison.Ordinal);
        Shell.Run("Send-CanMessage Shared @{ Whole = 0x1234; Low = 0x34 }");
        Assert.Equal(["0C9#3412"], await SentAsync(1));
    }

    [Fact]
    public async Task A_value_beyond_the_limits_is_sent_by_force_and_raw_numbers_as_they_are()
    {
        Shell.Run("Send-CanMessage EngineData @{ EngineSpeed = 9000 } -Force; Send-CanMessage EngineData @{ EngineSpeed = 4; Gear = 15 } -Raw");
        Assert.Equal(["0C0#2C00A08C00000000", "0C0#0A0104000F000000"], await SentAsync(2));
    }

    [Fact]
    public async Task A_counter_and_a_checksum_that_are_given_are_sent_as_they_are_given()
    {
        Shell.Run("Send-CanMessage EngineData @{ Counter = 9; Checksum = 0xAA }; Send-CanMessage EngineData");
        Assert.Equal(["0C0#AA09000000000000", "0C0#0A0A000000000000"], await SentAsync(2));
    }

    [Fact]
    public async Task What_was_sent_is_emitted_as_a_message_of_the_device()
    {
        Assert.Equal(["bench EngineData 3000 Drive 0"], Shell.Run<string>("""
            Send-CanMessage EngineData @{ EngineSpeed = 3000; Gear = 3 } -PassThru | ForEach-Object { "$($_.Device) $($_.Message) $($_.EngineSpeed) $($_.Gear) $($_.Counter)" }
            """));
        await SentAsync(1);
    }

    [Fact]
    public async Task A_message_that_was_decoded_or_made_is_sent_again_with_the_counter_that_is_due()
    {
        Shell.Run("""
            $made = New-CanMessage EngineData @{ EngineSpeed = 800 }
            Send-CanMessage EngineData @{ Gear = 1 }
            $made, $made | Send-CanMessage
            """);
        Assert.Equal(["0C0#0100000001000000", "0C0#8D01800C00000000", "0C0#8E02800C00000000"], await SentAsync(3));
    }

    [Fact]
    public async Task Rows_of_a_table_are_sent_and_an_empty_cell_says_nothing()
    {
        Folder.Write("rows.csv", """
            Message,Device,EngineSpeed,Gear,Angle,DEVICE_Signal
            EngineData,bench,1000,Drive,,
            Started,,,,0.25,9
            EngineData,,,Park,,
            """);
        Shell.Run("Import-Csv rows.csv | Send-CanMessage");
        Assert.Equal(["0C0#AC00A00F03000000", "0CA#FD1F0900", "0C0#AE01A00F00000000"], await SentAsync(3));
    }

    [Fact]
    public async Task What_is_no_message_is_an_error_and_the_others_are_sent()
    {
        var result = Shell.Try("'nonsense', [pscustomobject]@{ Message = 'Started' } | Send-CanMessage");
        Assert.Equal("NotAMessage", result.ErrorId);
        Assert.Equal(["0CA#FC1F0000"], await SentAsync(1));
    }

    [Fact]
    public void It_is_tried_first_with_all_signals_shown()
    {
        Shell.Run("Send-CanMessage EngineData @{ EngineSpeed = 3000 } -WhatIf");
        Assert.Equal("What if: Performing the operation \"Send EngineData Checksum=206 Counter=0 EngineSpeed=3000 rpm Gear=Park Torque=0 Nm\" on target \"bench\".",
            Shell.Host.TakeText().Trim());
        Assert.Equal([0], Shell.Run<int>("(Get-CanDevice bench).FramesSent"));
    }

    [Fact]
    public void Without_a_database_or_a_device_it_says_so()
    {
        using var other = new Shell();
        Assert.Equal("NoDevice", other.Try("Send-CanMessage EngineData").ErrorId);
        Assert.Equal("NoDatabase", other.Try("New-CanMessage EngineData").ErrorId);
        Assert.Equal("NoDatabase", other.Try("[pscustomobject]@{ A = 1 } | ConvertTo-CanFrame EngineData").ErrorId);
    }

    [Theory]
    [InlineData("Send-CanMessage Eng", "EngineData")]
    [InlineData("New-CanMessage EngineData -Signal Engine", "@{ EngineSpeed = 0 }")]
    [InlineData("Send-CanMessage EngineData -Signal Ge", "@{ Gear = 'Park' }")]
    [InlineData("Set-CanProtection EngineData E2E.P0", "E2E.P01")]
    public void Tab_knows_messages_signals_and_profiles(string line, string first) => Assert.Equal(first, Shell.Complete(line)[0]);
}
