using System.Collections.Concurrent;
using Caneth.Simulation;

namespace Caneth.Tests.Messages;

/// <summary>Handlers and recordings of messages instead of ids.</summary>
public sealed class MessageHandlerTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Shell shell = new();
    private readonly GatewaySimulator gateway = GatewaySimulator.Start();
    private readonly BlockingCollection<object?> seen = [];

    public MessageHandlerTests()
    {
        CarLog.Write(folder, shell);
        folder.Write("truck.dbc", """
            BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN","reserved","J1939PG";
            BA_DEF_DEF_ "VFrameFormat" "J1939PG";
            BO_ 2566844158 Temperatures: 8 X
             SG_ Coolant : 0|8@1+ (1,-40) [-40|210] "degC" X
            """);
        shell.Connect(gateway, "-Name car -Database car.dbc, truck.dbc");
        shell.Run("$global:see = $args[0]", (Action<object?>)seen.Add);
    }

    [Fact]
    public void An_action_gets_decoded_messages_in_the_shell_and_in_the_background_and_the_filter_says_which()
    {
        shell.Run("""
            $null = Register-CanHandler -Message EngineData { $see.Invoke("fore $($_.EngineSpeed) $($_.Gear)") } -Name fore
            $null = Register-CanHandler -Signal Both { $see.Invoke("both $($_.Both) $($args[0].Frame.HexId)") }
            $null = Register-CanHandler -Message Temperatures { $see.Invoke("by PGN $($_.Coolant)") }
            $null = Register-CanHandler 0x100-0x1FF -Database car.dbc { $see.Invoke("id $($_.Page)") }
            $null = Register-CanHandler -Message EngineData -Background -MessageData $see { param($m, $see) $see.Invoke("back $($m.EngineSpeed)") }
            """);
        Assert.Equal(["any id of EngineData"], shell.Run<string>("(Get-CanHandler fore).Filter"));
        gateway.Send([.. ((string[])["0C0#0810000300000000", "100#01FF07", "100#00FF07", "18FEEE17#50", "123#00"]).Select(frame => CanFrame.Parse(frame, null))]);
        shell.Try("Wait-CanFrame 0x555 -Timeout 0.2");
        var came = Enumerable.Range(0, 6).Select(_ => Assert.IsType<string>(seen.TryTake(out var one, TimeSpan.FromSeconds(20)) ? Unwrap(one) : null)).Order(StringComparer.Ordinal);
        Assert.Equal(["back 1026", "both 7 100", "by PGN 40", "fore 1026 Drive", "id 0", "id 1"], came);
        Assert.Empty(seen);
        Assert.Equal(["1"], shell.Run<string>("(Get-CanHandler fore).Invocations"));
    }

    [Fact]
    public void A_recording_has_the_frames_of_its_messages()
    {
        shell.Run("$null = Start-CanRecording drive2.log -Message EngineData, Temperatures; $null = Start-CanRecording page.log -Signal Multi.Page");
        gateway.Send([.. ((string[])["0C0#08", "100#01FF07", "18FEEE17#50", "18FEEE18#51", "123#00"]).Select(frame => CanFrame.Parse(frame, null))]);
        Assert.True(SpinWait.SpinUntil(() => shell.Run<bool>("(Get-CanRecording Recording1).FramesWritten -ge 3 -and (Get-CanRecording Recording2).FramesWritten -ge 1").Single(), TimeSpan.FromSeconds(20)));
        shell.Run("Stop-CanRecording *");
        Assert.Equal(["0C0", "18FEEE17", "18FEEE18"], shell.Run<string>("(Import-CanLog drive2.log).HexId"));
        Assert.Equal(["100"], shell.Run<string>("(Import-CanLog page.log).HexId"));
    }

    [Fact]
    public void A_name_that_no_database_has_is_an_error_and_nothing_is_begun()
    {
        Assert.Equal("MessageNotFound", shell.Try("Register-CanHandler -Message Engin { }").ErrorId);
        Assert.Equal("SignalNotFound", shell.Try("Start-CanRecording x.log -Signal Engin").ErrorId);
        Assert.Empty(shell.Run<object>("Get-CanHandler; Get-CanRecording; Get-Item x.log -ErrorAction Ignore"));
        Assert.Equal(["EngineData"], shell.Complete("Register-CanHandler -Message E"));
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        folder.Dispose();
        await gateway.DisposeAsync();
    }

    private static object? Unwrap(object? value) => value is System.Management.Automation.PSObject wrapped ? wrapped.BaseObject : value;
}
