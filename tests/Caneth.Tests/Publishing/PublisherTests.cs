using System.Management.Automation;
using Caneth.Publishing;

namespace Caneth.Tests.Publishing;

/// <summary>Publishers in a shell, beside brokers as others build them.</summary>
public sealed class PublisherTests : SimulatedBench
{
    private const string Engine = """
        BO_ 291 Engine: 8 ECU
         SG_ Speed : 0|16@1+ (0.5,0) [0|6553] "rpm" ECU
        """;

    public PublisherTests()
        : base(Engine) => Shell.Run("$global:spool = Join-Path $args[0] spool", Folder.Path);

    private IBrokerConnector Connector(string satellite) =>
        Shell.Run<IBrokerConnector>("[Caneth.Satellites.Satellite]::Create[Caneth.Publishing.IBrokerConnector]($args[0])", satellite).Single();

    private Task SendAsync(int first, int count) => Task.Run(() => Shell.Run(
        "$first, $count = $args; $first..($first + $count - 1) | ForEach-Object { New-CanFrame 0x123 ([BitConverter]::GetBytes([long]$_)) } | Send-CanFrame", first, count), Ending);

    private static IEnumerable<int> Numbers(IEnumerable<CanFrame> frames) => frames.Select(frame => (int)BitConverter.ToInt64(frame.Data.ToArray()));

    [Fact]
    public async Task Through_NATS_every_frame_arrives_once_though_the_server_is_killed_and_its_store_can_be_read_from_the_start()
    {
        using var nats = await BrokerProgram.StartNatsAsync();
        var uri = $"nats://127.0.0.1:{nats.Port}";
        Assert.Equal(["Publisher1 bench " + uri], Shell.Run<string>("Start-CanPublisher $args[0] -SpoolPath $spool | ForEach-Object { \"$($_.Name) $($_.Devices) $($_.To)\" }", uri));
        await SendAsync(0, 1500);
        Shell.Run("while (($p = Get-CanPublisher).FramesPublished -lt 1500) { Start-Sleep -Milliseconds 20 }");
        nats.Kill();
        await SendAsync(1500, 500);
        Shell.Run("while (($p = Get-CanPublisher).State -ne 'Interrupted') { Start-Sleep -Milliseconds 20 }");
        await nats.RestartAsync();
        Shell.Run("while (($p = Get-CanPublisher).FramesPublished -lt 2000) { Start-Sleep -Milliseconds 20 }");
        Assert.Matches($@"Publisher1 +Publishing +bench +{uri} +2000 +0 +0", Shell.Show("Get-CanPublisher"));
        Assert.Equal(["Publisher1"], Shell.Complete("Stop-CanPublisher p"));
        Assert.Contains(Shell.Run<string>("(Get-CanPublisher -Event).Message"), message => message.Contains("the stream 'can_v1_frames' was made", StringComparison.Ordinal));
        Assert.Equal(["Stopped"], Shell.Run<string>("(Stop-CanPublisher publisher1 -PassThru).State"));

        var frames = Shell.Run<CanFrame>("Receive-CanFrame -From $args[0] -IncludeStored -Count 2000 -Timeout 20", uri);
        Assert.Equal(Enumerable.Range(0, 2000), Numbers(frames).Order());
        Assert.All(frames, frame => Assert.Equal(("bench", true), (frame.Device, frame.Transmitted)));
        Assert.Empty(Shell.Run<CanFrame>("Receive-CanFrame 0x124 -From $args[0] -IncludeStored -Timeout 0.2", uri));
    }

    [Fact]
    public async Task What_the_broker_has_already_is_acknowledged_and_stored_once()
    {
        // Two spools with the same batches, as they are where the acknowledgements are lost on the way.
        Shell.Run("$null = Start-CanPublisher $args[0] -SpoolPath $spool", $"nats://127.0.0.1:{Loopback.ClosedPort()}");
        await SendAsync(0, 1500);
        Shell.Run("while ((Get-CanPublisher).FramesPending -lt 1500) { Start-Sleep -Milliseconds 20 }");
        Shell.Run("Stop-CanPublisher -WarningAction SilentlyContinue; Copy-Item $spool \"$spool.again\" -Recurse");
        using var nats = await BrokerProgram.StartNatsAsync();
        var uri = $"nats://127.0.0.1:{nats.Port}";
        foreach (var spool in (string[])["$spool", "\"$spool.again\""])
        {
            Shell.Run($"$null = Start-CanPublisher $args[0] -SpoolPath {spool}", uri);
            Shell.Run("while ((Get-CanPublisher).FramesPublished -lt 1500) { Start-Sleep -Milliseconds 20 }; Stop-CanPublisher");
        }

        Assert.Equal(Enumerable.Range(0, 1500), Numbers(Shell.Run<CanFrame>("Receive-CanFrame -From $args[0] -IncludeStored -Count 1500 -Timeout 20", uri)).Order());
    }

    [Fact]
    public async Task Through_MQTT_every_frame_arrives_that_a_reader_is_there_for_and_signals_by_name()
    {
        using var mosquitto = await BrokerProgram.StartMosquittoAsync();
        var uri = $"mqtt://127.0.0.1:{mosquitto.Port}";
        Shell.Run("$null = Start-CanPublisher $args[0] -SpoolPath $spool -Signal Engine.* -Every 1h", uri);
        await SendAsync(0, 10);

        // Nobody has subscribed: that is counted, and said.
        Shell.Run("while (($p = Get-CanPublisher).FramesUnread -lt 10) { Start-Sleep -Milliseconds 20 }");
        using var reader = await PublishedFrames.OpenAsync(Connector("Caneth.Mqtt"), new() { Broker = BrokerOptions.FromUri(uri) }, Ending);
        var seen = new List<CanFrame>();
        var next = 10;
        for (var isThere = reader.WaitToReadAsync(Ending).AsTask(); !isThere.IsCompleted;)
        {
            // A subscription begins a moment after its connection.
            await SendAsync(next++, 1);
            await Task.WhenAny(isThere, Task.Delay(100, Ending));
        }

        await SendAsync(next, 1500);
        do
        {
            seen.AddRange(reader.Take().ToArray());
        }
        while (Numbers(seen).Last() < next + 1499 && await reader.WaitToReadAsync(Ending));

        var first = Numbers(seen).First();
        Assert.Equal(Enumerable.Range(first, next + 1500 - first), Numbers(seen));
        Assert.Equal(0, reader.FramesMissing);
        Assert.Contains(Shell.Run<string>("(Get-CanPublisher -Event).Message"), message => message.Contains("nobody has subscribed", StringComparison.Ordinal));

        // Signals are kept for those who come later.
        await using var connection = await Connector("Caneth.Mqtt").ConnectAsync(BrokerOptions.FromUri(uri), Ending);
        await foreach (var message in connection.ReadAsync("can/v1/bench/signals/Engine/Speed", after: null, Ending))
        {
            Assert.Matches("""^\{"time":"[^"]+Z","value":[0-9.]+,"unit":"rpm"\}$""", System.Text.Encoding.UTF8.GetString(message.Body.Span));
            break;
        }

        var refused = Shell.Try("Receive-CanFrame -From $args[0] -IncludeStored", uri);
        Assert.Equal("BrokerFailed", refused.ErrorId);
        Assert.Contains("stores nothing", $"{refused.Error}");
    }

    [Fact]
    public async Task Passwords_are_asked_for_and_never_shown()
    {
        using var nats = await BrokerProgram.StartNatsAsync("--user", "bob", "--pass", "s3cret");
        var uri = $"nats://bob:s3cret@127.0.0.1:{nats.Port}";
        Shell.Run("$null = Start-CanPublisher $args[0] -SpoolPath $spool -Name one -Verbose", uri);
        Shell.Run("while ((Get-CanPublisher).State -ne 'Publishing') { Start-Sleep -Milliseconds 20 }");
        Assert.DoesNotContain("s3cret", Shell.Show("Get-CanPublisher | Format-List *; Get-CanPublisher -Event | Format-List *; Get-CanPublisher | ConvertTo-Json"));
        Shell.Run("Stop-CanPublisher");

        var credential = new PSCredential("bob", new System.Net.NetworkCredential("", "s3cret").SecurePassword);
        Shell.Run("$null = Start-CanPublisher $args[0] -Credential $args[1] -SpoolPath $spool", $"nats://127.0.0.1:{nats.Port}", credential);
        Shell.Run("while ((Get-CanPublisher).State -ne 'Publishing') { Start-Sleep -Milliseconds 20 }; Stop-CanPublisher");

        var refused = Shell.Try("Receive-CanFrame -From $args[0]", $"nats://bob:wr0ng@127.0.0.1:{nats.Port}");
        Assert.Equal(("BrokerFailed", ErrorCategory.PermissionDenied), (refused.ErrorId, refused.Error.CategoryInfo.Category));
        Assert.DoesNotContain("wr0ng", refused.Error.ToString() + refused.Error.Exception);
    }

    [Theory]
    [InlineData("$null = Start-CanPublisher $uri -Name a; Start-CanPublisher $uri -Name A", "PublisherNameTaken", "A publisher named 'A' runs already.")]
    [InlineData("$null = Start-CanPublisher $uri -SpoolPath $spool; Start-CanPublisher $uri -SpoolPath $spool", "SpoolInUse", "uses the spool")]
    [InlineData("Start-CanPublisher http://bob:s3cret@broker", "InvalidBrokerAddress", "begins with nats://")]
    [InlineData("Start-CanPublisher $uri -Topic a/+", "OptionOutOfRange", "Topic is 'a/+'")]
    [InlineData("Start-CanPublisher $uri -SignalOnly", "SignalsNotNamed", "-SignalOnly was given without -Signal")]
    [InlineData("Start-CanPublisher $uri -Signal Nothing -SpoolPath $spool", "SignalNotFound", "Nothing")]
    [InlineData("Start-CanPublisher $uri -Device nobody", "DeviceNotFound", "nobody")]
    [InlineData("Receive-CanFrame -From $uri", "BrokerFailed", "refused")]
    [InlineData("Receive-CanFrame -From $uri -Device bench", "DeviceAndBroker", "-Device has no meaning")]
    [InlineData("Stop-CanPublisher nobody", "PublisherNotFound", "No publisher named 'nobody' runs. Publishers: none.")]
    public void What_cannot_be_is_an_error_that_says_what(string command, string id, string text)
    {
        Shell.Run("$global:uri = $args[0]", $"mqtt://127.0.0.1:{Loopback.ClosedPort()}");
        var result = Shell.Try(command.Replace("-Name a", "-SpoolPath $spool -Name a", StringComparison.Ordinal));
        Assert.Equal(id, result.ErrorId);
        Assert.Contains(text, $"{result.Error}", StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void It_ends_with_its_devices_and_with_the_module_and_a_preview_starts_nothing()
    {
        var uri = $"nats://127.0.0.1:{Loopback.ClosedPort()}";
        Assert.Empty(Shell.Try("Start-CanPublisher $args[0] -WhatIf", uri).Output);
        Assert.Empty(Shell.Run<object>("Get-CanPublisher"));
        Shell.Run("$global:publisher = Start-CanPublisher $args[0] -SpoolPath $spool; Send-CanFrame 1", uri);
        var warnings = Shell.Try("Disconnect-CanDevice; $publisher.Completion.Wait(); Get-CanPublisher").Warnings;
        Assert.Contains(warnings, warning => warning.Contains("1 frame stays in", StringComparison.Ordinal));
        Shell.Connect(Simulator, "-Name again");
        Shell.Run("$global:publisher = Start-CanPublisher $args[0] -SpoolPath $spool; Remove-Module Caneth", uri);
        Assert.Equal([PublisherState.Stopped], Shell.Run<PublisherState>("$publisher.State"));
    }
}
