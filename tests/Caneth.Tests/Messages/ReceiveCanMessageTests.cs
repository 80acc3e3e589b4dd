using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests.Messages;

/// <summary>What a device receives is decoded as it comes.</summary>
public sealed class ReceiveCanMessageTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly GatewaySimulator gateway = GatewaySimulator.Start();
    private readonly Shell shell = new();

    public ReceiveCanMessageTests()
    {
        CarLog.Write(folder, shell);
        shell.Connect(gateway, "-Name bench -Database car.dbc");
        shell.Run("$global:gateway = $args[0]", gateway);
    }

    [Fact]
    public void Messages_come_decoded_and_unknown_ids_are_told_at_the_end()
    {
        var result = Receive("-Duration 20 -Count 2", "0C0#0010", "7AB#01", "100#00FF07");
        Assert.Equal(["EngineData EngineSpeed=1024 rpm", "Multi Page=0 A=-1 Both=7 DEVICE=0"], result.Output.Select(message => $"{message}"));
        Assert.Equal("1 frame of 1 id that no database knows was left out: 0x7AB (1).", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("EngineData -Count 1", "EngineData EngineSpeed=1024 rpm")]
    [InlineData("-Message 0x100 -Count 1", "Multi Page=1 B=508 DEVICE=0")]
    [InlineData("-Signal A -Count 1", "Multi A=-1")]
    [InlineData("-Signal A -AsSignal -Count 1", "A=-1")]
    [InlineData("EngineData -AsRaw -Count 1", "EngineData EngineSpeed=4096 rpm")]
    public void Messages_and_signals_are_selected_where_they_are_received(string selection, string expected)
    {
        var result = Receive(selection, "7AB#01", "100#01FE07", "100#00FF07", "0C0#0010");
        Assert.Equal([expected], result.Output.Select(message => $"{message}").Take(1));
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void Only_changes_are_emitted_where_that_is_asked_for() => Assert.Equal(
        ["EngineSpeed=1024 rpm", "EngineSpeed=1280 rpm", "EngineSpeed=1024 rpm"],
        Receive("-Signal EngineSpeed -AsSignal -Changed -Count 3", "0C0#001000", "0C0#001001", "0C0#0014", "0C0#0014", "0C0#0010").Output.Select(value => $"{value}"));

    [Fact]
    public void At_most_one_of_a_message_in_a_time_is_emitted_where_that_is_asked_for() => Assert.Equal(
        ["0C0#01", "100#00"], Receive("-Sample 30 -Count 2", "0C0#01", "0C0#02", "0C0#03", "100#00").Output.Select(message => $"{message.Properties["Frame"].Value}".Split(' ')[^1]));

    [Fact]
    public void A_name_that_no_message_has_is_an_error_before_anything_is_waited_for()
    {
        Assert.Equal("MessageNotFound", shell.Try("Receive-CanMessage EngineDate").ErrorId);
        Assert.Equal("SignalNotFound", shell.Try("Receive-CanMessage -Signal EngineSped").ErrorId);
        shell.Run("Remove-CanDatabase car");
        Assert.Equal("NoDatabase", shell.Try("Receive-CanMessage").ErrorId);
    }

    [Fact]
    public void A_database_that_is_imported_meanwhile_counts_from_the_next_frames_on()
    {
        folder.Write("other.dbc", "BO_ 1 Other: 8 X\n");
        shell.Run("$null = Register-CanHandler 0x002 { Import-CanDatabase other.dbc; $gateway.Send([Caneth.CanFrame]'001#01') } -MaxTriggerCount 1");
        Assert.Equal(["Other"], Send("(Receive-CanMessage -Count 1 -Duration 20 -WarningAction Ignore).Message", "002#"));
    }

    [Fact]
    public void The_next_message_is_waited_for_with_or_without_a_condition()
    {
        Assert.Equal(["EngineSpeed=1280 rpm"], Send("(Wait-CanMessage EngineData -FilterScript { $_.EngineSpeed -gt 1100 } -Timeout 20).GetSignals()", "0C0#0010", "0C0#0014"));
        Assert.Equal(["Multi"], Send("(Wait-CanMessage Multi -Timeout 20).Message", "0C0#0010", "100#00"));
        var result = shell.Try("Wait-CanMessage EngineData -Timeout 0.1");
        Assert.Equal("WaitTimeout", result.ErrorId);
        Assert.Contains("No message EngineData came within 0.1 s.", $"{result.Error}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EngineSpeed -GT 1024", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -GE 1280", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -LT 1024", "EngineSpeed=0 rpm")]
    [InlineData("EngineSpeed -LE 0", "EngineSpeed=0 rpm")]
    [InlineData("EngineSpeed -EQ 1280", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -NE 1024", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -Between 1200, 1300", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -In 3, 0", "EngineSpeed=0 rpm")]
    [InlineData("EngineSpeed -Changed", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -Rises", "EngineSpeed=1280 rpm")]
    [InlineData("EngineSpeed -Falls", "EngineSpeed=0 rpm")]
    [InlineData("EngineData.enginespeed", "EngineSpeed=1024 rpm")]
    [InlineData("Gear -EQ drive", "Gear=Drive")]
    [InlineData("Gear -EQ 3", "Gear=Drive")]
    [InlineData("Gear -Like 'Dr*'", "Gear=Drive")]
    [InlineData("Gear -In Reverse, Drive", "Gear=Drive")]
    [InlineData("Gear -GT Reverse", "Gear=Drive")]
    [InlineData("-FilterScript { $_.EngineSpeed -gt 1100 -and $_.Gear -eq 'Park' }", "EngineData EngineSpeed=1280 rpm Gear=Park")]
    public void A_signal_is_waited_for(string condition, string expected) =>
        Assert.Equal([expected], Send($"Wait-CanSignal {condition} -Timeout 20", "0C0#00100000", "0C0#00140000", "0C0#00000003"));

    [Fact]
    public void A_condition_has_to_hold_for_a_time_where_that_is_asked_for()
    {
        Assert.Equal(["EngineSpeed=1280 rpm"], Send("Wait-CanSignal EngineSpeed -GT 1100 -For 0.2 -Timeout 20", "0C0#0020", "0C0#0010", "0C0#0014"));
        Assert.Equal("WaitTimeout", shell.Try("Wait-CanSignal EngineSpeed -GT 1100 -For 0.2 -Timeout 0.1").ErrorId);
    }

    [Theory]
    [InlineData("EngineSped -GT 3", "SignalNotFound", "Similar signals: EngineSpeed")]
    [InlineData("EngineSpeed -GT fast", "NotASignalValue", "'fast'")]
    [InlineData("Gear -EQ Drove", "NotASignalValue", "Park, Reverse, Drive")]
    [InlineData("Gear -EQ 1 -GT 2", "OneCondition", "-EQ and -GT")]
    public void What_cannot_be_waited_for_is_an_error_at_once(string condition, string error, string text)
    {
        var result = shell.Try($"Wait-CanSignal {condition}");
        Assert.Equal(error, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_signal_of_several_messages_has_to_be_said_which()
    {
        folder.Write("two.dbc", "BO_ 1 A: 8 X\n SG_ Counter : 0|8@1+ (1,0) [0|0] \"\" X\nBO_ 2 B: 8 X\n SG_ Counter : 0|8@1+ (1,0) [0|0] \"\" X\n");
        var result = shell.Try("Wait-CanSignal Counter -EQ 3 -Database two.dbc -Timeout 20");
        Assert.Equal("SignalAmbiguous", result.ErrorId);
        Assert.Contains("A.Counter, B.Counter", $"{result.Error}", StringComparison.Ordinal);
        Assert.Equal(["Counter=3"], Send("Wait-CanSignal B.Counter -EQ 3 -Database two.dbc -Timeout 20", "001#03", "002#03"));
        Assert.Equal(["Counter=3"], Send("Wait-CanSignal Counter -Message B -EQ 3 -Database two.dbc -Timeout 20", "001#03", "002#03"));
    }

    [Fact]
    public void A_wait_that_fails_tells_what_came_instead()
    {
        Assert.Contains("It did not come at all.", $"{shell.Try("Wait-CanSignal EngineSpeed -GT 3000 -Timeout 0.05").Error}", StringComparison.Ordinal);
        var failed = Try("Wait-CanSignal EngineSpeed -GT 3000 -Timeout 1", "0C0#0010", "0C0#0014");
        Assert.Contains("EngineData.EngineSpeed above 3000 rpm did not come within 1 s. It came 2 times, with 1280 rpm last.", $"{failed.Error}", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await gateway.DisposeAsync();
        folder.Dispose();
    }

    private Shell.Result Receive(string options, params string[] frames) => Try($"Receive-CanMessage {options} -Timeout 20", frames);

    private IEnumerable<string> Send(string command, params string[] frames)
    {
        var result = Try(command, frames);
        Assert.Empty(result.Errors.Select(error => $"{error}"));
        return result.Output.Select(value => $"{value}");
    }

    /// <summary>Runs a command, and has the gateway send frames when the command listens.</summary>
    private Shell.Result Try(string command, params string[] frames)
    {
        var session = shell.Run<CanSession>("Get-CanDevice bench").Single();
        var readers = session.ReaderCount;
        using var pipeline = shell.Pipeline(command);
        var running = Task.Run(() => Shell.Result.Of(pipeline, pipeline.Invoke), TestContext.Current.CancellationToken);
        SpinWait.SpinUntil(() => session.ReaderCount > readers || running.IsCompleted, TimeSpan.FromSeconds(20));
        gateway.Send([.. frames.Select(frame => CanFrame.Parse(frame))]);
        return running.GetAwaiter().GetResult();
    }
}
