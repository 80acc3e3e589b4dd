using Caneth.Simulation;

namespace Caneth.Tests.Messages;

/// <summary>What a device has received, by messages, signals and unknown ids.</summary>
public sealed class LiveMessageTests : IClassFixture<LiveMessageTests.Prompt>, IAsyncDisposable
{
    private readonly GatewaySimulator gateway = GatewaySimulator.Start();
    private readonly Shell shell;
    private long sent;

    public LiveMessageTests(Prompt prompt)
    {
        shell = prompt.Shell;
        shell.Connect(gateway, "-Name car -Database car.dbc");
    }

    [Fact]
    public void Each_message_has_what_came_of_it_since_its_database_was_bound()
    {
        Send("0C0#0010000300000000", "0C0#0410000300000000", "0C0#0810000300000000", "123#01");
        Assert.Equal(["EngineData 0C0 3 True True 0", "Multi 100 0 True False "], shell.Run<string>("""
            Get-CanMessage -Live | ForEach-Object { "$($_.Message) $($_.HexId) $($_.Count) $($_.Age -lt 60) $($_.Period -ge 0 -and $null -ne $_.Period) $($_.ChangingBytes)" }
            """));
        Assert.Equal(["Drive"], shell.Run<string>("(Get-CanMessage EngineData -Live).GetLatest().Gear"));
        Assert.Equal(["Multi"], shell.Run<string>("(Get-CanMessage -Live | Where-Object Count -eq 0).Message"));
        Assert.Equal(["EngineData"], shell.Run<string>("(Get-CanMessage -Live -Sender ECM).Message"));
        Assert.Matches(@"EngineData +0C0 +3 +[0-9.]+ ms +[0-9.]+ s +08 10 00 03 00 00 00 00", shell.Show("Get-CanMessage -Live"));
    }

    [Fact]
    public void Ids_that_no_database_knows_are_listed_with_how_often_they_came_and_what_changes()
    {
        Send("123#0102", "123#0103", "12345678#00");
        Assert.Equal(["123 2 2 1 True ", "12345678 1 1  True "], shell.Run<string>("""
            Get-CanMessage -Unknown | ForEach-Object { "$($_.HexId) $($_.Count) $($_.Length) $($_.ChangingBytes) $($_.Rate -gt 0) $($_.Message)" }
            """));
        shell.Run("Remove-CanDatabase car");
        Send("0C0#00");
        Assert.Equal(["0C0", "123", "12345678"], shell.Run<string>("(Get-CanMessage -Unknown).HexId"));
    }

    [Fact]
    public void Signals_have_their_latest_values_also_those_of_a_branch_that_is_not_in_the_latest_frame()
    {
        Send("100#00FF07", "100#010500", "0C0#6000000000000000");
        Assert.Equal(["EngineSpeed 24 rpm True", "Gear Park  True", "Odometer 0 km True", "Page 1  True", "A -1  True", "B 10  True", "Both 7  True", "DEVICE 0  True"],
            shell.Run<string>("Get-CanSignal -Live | ForEach-Object { \"$($_.Signal) $($_.GetText()) $($_.Unit) $($_.Age -lt 60)\" }"));
        Assert.Equal([24], shell.Run<double>("(Get-CanSignal EngineSpeed -Live).Value"));
        Assert.Matches(@"EngineData +EngineSpeed +24 +rpm +[0-9.]+ s", shell.Show("Get-CanSignal -Live -Unit rpm"));
    }

    [Fact]
    public void Where_nothing_came_yet_a_warning_says_since_when_and_what_to_do()
    {
        var result = shell.Try("Get-CanSignal EngineSpeed -Live");
        Assert.Empty(result.Errors);
        Assert.Contains("No frame has come from 'car' since ", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Null(Assert.Single(result.Output).Properties["Value"].Value);
        Assert.Equal("MessageNotFound", shell.Try("Get-CanMessage Engin -Live").Errors[0].FullyQualifiedErrorId.Split(',')[0]);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Run("Disconnect-CanDevice car");
        await gateway.DisposeAsync();
    }

    /// <summary>Sends frames to the device, and waits until they are counted.</summary>
    private void Send(params string[] frames)
    {
        foreach (var frame in frames)
        {
            gateway.Send(CanFrame.Parse(frame, null));
        }

        sent += frames.Length;
        Assert.True(SpinWait.SpinUntil(() => shell.Run<long>("""
            $counted = 0
            if (Get-CanDatabase) { foreach ($id in Get-CanMessage -Live -WarningAction Ignore) { $counted += $id.Count } }
            foreach ($id in Get-CanMessage -Unknown -WarningAction Ignore) { $counted += $id.Count }
            $counted
            """).Single() == sent, TimeSpan.FromSeconds(20)));
    }

    /// <summary>A shell in a folder that has the database.</summary>
    public sealed class Prompt : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Prompt() => CarLog.Write(folder, Shell);

        public Shell Shell { get; } = new();

        public void Dispose()
        {
            Shell.Dispose();
            folder.Dispose();
        }
    }
}
