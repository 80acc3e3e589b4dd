using Caneth.Simulation;

namespace Caneth.Tests;

/// <summary>The shell is the user's: what is empty means nothing, what ends it comes from the user, and each copy of the module has its own.</summary>
public sealed class ShellTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private readonly Shell shell = new();

    public ShellTests() => shell.Connect(simulator, "-Name here");

    [Theory]
    [InlineData("Send-CanFrame 0x321 01 -Device")]
    [InlineData("Receive-CanFrame -Count 1 -Device")]
    [InlineData("Wait-CanFrame -Timeout 0.1 -Device")]
    [InlineData("Request-CanFrame 1 -ReplyId 2 -Device")]
    [InlineData("Register-CanHandler 1 -Device")]
    [InlineData("Disconnect-CanDevice")]
    [InlineData("Disconnect-CanDevice -Name")]
    [InlineData("Clear-CanSendBuffer")]
    [InlineData("Start-CanRecording ./x.log -Device")]
    [InlineData("Send-CanLog ./x.log -Device")]
    [InlineData("Get-CanDevice")]
    [InlineData("Unregister-CanHandler")]
    [InlineData("Stop-CanSimulator")]
    [InlineData("Stop-CanRecording")]
    [InlineData("Receive-CanFrame -Duration 0.1 -Id")]
    [InlineData("Wait-CanFrame -Timeout 0.1 -Id")]
    [InlineData("Wait-CanFrame -Timeout 0.1 -Id 1 -D0")]
    [InlineData("Request-CanFrame 1 -Timeout 0.1 -ReplyId 2 -ReplyD0")]
    [InlineData("Register-CanHandler { } -Id")]
    [InlineData("Start-CanRecording ./x.log -Id")]
    [InlineData("Import-CanLog ./none.log -Id")]
    public void What_was_given_and_is_empty_means_nothing(string command)
    {
        foreach (var empty in (string[])["$null", "$typo", "([string]$null)", "''", "' '", "@()", "@($null)", "@('here', $null)"])
        {
            var result = shell.Try($"{command} {empty}");
            Assert.NotEmpty(result.Errors);
            Assert.Empty(result.Output);
            Assert.Equal(["Connected 0"], shell.Run<string>("Get-CanDevice here | ForEach-Object { \"$($_.State) $($_.FramesSent)\" }"));
            if (empty is "$null" or "$typo")
            {
                Assert.Equal("GivenAndEmpty", result.ErrorId);
                Assert.Contains("was given and is empty", $"{result.Error}", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("$typo | Disconnect-CanDevice")]
    [InlineData("$null | Clear-CanSendBuffer")]
    [InlineData("@() | Start-CanRecording ./x.log")]
    [InlineData("@($null) | Disconnect-CanDevice")]
    public void An_empty_pipeline_means_nothing(string command)
    {
        Assert.Equal("GivenAndEmpty", shell.Try(command).ErrorId);
        Assert.Equal(["Connected"], shell.Run<string>("(Get-CanDevice here).State"));
    }

    [Fact]
    public void A_row_that_names_no_device_goes_to_the_default_one() =>
        shell.Run("[pscustomobject]@{ Id = '123'; Data = '01'; Device = '' } | Send-CanFrame");

    [Theory]
    [InlineData("$ConfirmPreference = 'Low'; Send-CanFrame 1")]
    [InlineData("$ConfirmPreference = 'Medium'; Send-CanFrame 1")]
    [InlineData("function send { [CmdletBinding(SupportsShouldProcess)] param() Send-CanFrame 1 }; send -Confirm")]
    public void The_users_wish_to_be_asked_reaches_a_send(string script)
    {
        // The host cannot ask, so whoever is asked fails, and nothing is sent.
        Assert.NotEmpty(shell.Try(script).Errors);
        Assert.Equal([0], shell.Run<int>("(Get-CanDevice).FramesSent"));
    }

    [Theory]
    [InlineData("$ConfirmPreference = 'High'; Send-CanFrame 1")]
    [InlineData("$ConfirmPreference = 'None'; Send-CanFrame 1")]
    [InlineData("$ConfirmPreference = 'Low'; Send-CanFrame 1 -Confirm:$false")]
    public void Nobody_else_is_asked(string script) => shell.Run(script);

    [Fact]
    public void A_background_handler_knows_the_devices_of_its_shell_and_means_its_own_by_default()
    {
        shell.Run("$null = Start-CanSimulator -Name other | Connect-CanDevice -Name other");
        shell.Run("$null = Register-CanHandler 0x123 -Device here -Background -MaxTriggerCount 1 { Send-CanFrame 0x201; Send-CanFrame 0x202 -Device other; Send-CanFrame 0x203 -Device here }");
        simulator.Send(new CanFrame(0x123));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<string>("Get-CanDevice | ForEach-Object { \"$($_.Name) $($_.FramesSent)\" }") is ["here 2", "other 1"], Patience),
            string.Join(' ', shell.Run<string>("Get-CanDevice | ForEach-Object { \"$($_.Name) $($_.FramesSent)\" }")));
    }

    [Fact]
    public void A_background_handler_may_end_itself_by_its_name()
    {
        shell.Run("$null = Register-CanHandler 0x123 -Name it -Background { Unregister-CanHandler it }");
        simulator.Send(new CanFrame(0x123));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<object>("Get-CanHandler").Count == 0, Patience));
    }

    [Fact]
    public void A_background_handler_has_the_names_that_the_module_was_imported_with()
    {
        shell.Run("Import-Module $args[0] -Prefix My", Checkout.Manifest);
        shell.Run("$null = Register-MyCanHandler 0x123 -Background -MaxTriggerCount 1 { Send-MyCanFrame 0x201 }");
        simulator.Send(new CanFrame(0x123));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<int>("(Get-CanDevice).FramesSent") is [1], Patience));
    }

    [Theory]
    [InlineData("[Caneth.CanFrame]'123#0102'", "123#0102")]
    [InlineData("[Caneth.CanFrame]'00000123#R8'", "00000123#R8")]
    [InlineData("[Caneth.CanFrame[]]('1F3#', '123##10102')", "1F3# 123##10102")]
    [InlineData("[Caneth.CanData](1, 2, 255)", "01 02 FF")]
    [InlineData("[Caneth.CanData]@()", "")]
    [InlineData("[Caneth.CanData][byte[]](1, 2)", "01 02")]
    [InlineData("[Caneth.CanData]'01 02'", "01 02")]
    public void Text_and_numbers_convert_to_frames_and_data(string script, string text) =>
        Assert.Equal([text], shell.Run<string>($"\"$({script})\""));

    [Fact]
    public void What_is_no_byte_converts_to_no_data() =>
        Assert.Contains("'300' is not a byte", $"{shell.Try("[Caneth.CanData](1, 300)").Error}", StringComparison.Ordinal);

    [Fact]
    public void Events_of_a_device_are_handled_by_the_engine()
    {
        shell.Run("$null = Register-ObjectEvent (Get-CanDevice) StateChanged -Action { $global:now = \"$($Event.SourceArgs[1])\" }; Disconnect-CanDevice");
        Assert.True(SpinWait.SpinUntil(() => shell.Run<string>("$now") is ["Closed"], Patience));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-Background")]
    public void In_constrained_language_an_action_runs_within_it(string background)
    {
        shell.Run("$global:h = $null; $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'");
        shell.Run($"$global:h = Register-CanHandler 0x123 {background} {{ 'seen ' + $_.Id; 'read ' + [IO.File]::Exists('x') }} -MaxTriggerCount 2");
        simulator.Send([new CanFrame(0x123), new CanFrame(0x123)]);
        Assert.True(SpinWait.SpinUntil(() => shell.Run<bool>("$h.Ended") is [true], Patience));
        Assert.Equal(["2 2"], shell.Run<string>("\"$($h.Invocations) $($h.Errors)\""));
        var shown = shell.Host.TakeText();
        Assert.Contains("seen 291", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("read", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void What_ends_the_shell_does_not_come_from_a_background_handler()
    {
        shell.Run("$null = Register-CanHandler 0x123 -Name it -Background { $Host.SetShouldExit(3); exit 3 }");
        simulator.Send(new CanFrame(0x123));
        Assert.True(SpinWait.SpinUntil(() => shell.Run<int>("(Get-CanHandler it).Errors") is [1], Patience));
        Assert.Equal(0, shell.Host.ExitsAsked);
    }

    [Fact]
    public void Of_two_copies_of_the_module_each_has_its_own()
    {
        using var copy = new TemporaryFolder();
        Copy(copy.Path);
        shell.Run("Import-Module $args[0] -Prefix My", copy.Of("Caneth.psd1"));
        shell.Run("$null = Start-MyCanSimulator | Connect-MyCanDevice -Name there");
        Assert.Equal(["here", "there"], shell.Run<string>("(Get-CanDevice).Name; (Get-MyCanDevice).Name"));
        shell.Run("Get-Module Caneth | Where-Object ModuleBase -EQ $args[0] | Remove-Module", copy.Path);
        Assert.Equal(["here Connected"], shell.Run<string>("Get-CanDevice | ForEach-Object { \"$($_.Name) $($_.State)\" }"));
    }

    [Fact]
    public void An_import_anew_says_what_it_closed()
    {
        shell.Run("$null = Start-CanSimulator -Name sim; $null = Register-CanHandler 1 { }; $null = Register-CanReply 7DF 7E8 04");
        var result = shell.Try("Import-Module $args[0] -Force", Checkout.Manifest);
        Assert.Empty(result.Errors);
        var warning = Assert.Single(result.Warnings);
        Assert.All(["the device 'here'", "the simulator 'sim'", "1 handler", "1 reply"], text => Assert.Contains(text, warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_the_end_of_the_shell_what_was_registered_for_it_can_still_send()
    {
        var capture = simulator.Capture();
        shell.Run("$null = Register-EngineEvent PowerShell.Exiting -Action { Send-CanFrame 0x7FF 00 -Device here }");
        shell.Dispose();
        using var timeLimit = new CancellationTokenSource(Patience);
        Assert.True(SpinWait.SpinUntil(() => capture.ToArray().Any(frame => frame.Id == 0x7FF), Patience));
        await simulator.WaitForClientsAsync(0, timeLimit.Token);
    }

    [Fact]
    public void Of_many_warnings_of_a_kind_the_first_is_told_at_once_and_the_others_together()
    {
        shell.Run("Disconnect-CanDevice");
        shell.Connect(simulator, "-Name again -ReconnectDelay 0.05 -ReconnectDelayMax 0.05");
        using var breaking = new Timer(_ => simulator.DisconnectClients(reset: true), null, 0, 20);
        var warnings = shell.Try("Receive-CanFrame -Duration 2 -Device again").Warnings;
        Assert.InRange(warnings.Count, 2, 8);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        await simulator.DisposeAsync();
    }

    private static void Copy(string target)
    {
        var root = Path.GetDirectoryName(Checkout.Manifest)!;
        Directory.CreateDirectory(Path.Combine(target, "bin"));
        foreach (var file in Directory.EnumerateFiles(root, "Caneth.*.ps1xml").Append(Checkout.Manifest)
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "bin"), "Caneth*.dll")))
        {
            File.Copy(file, Path.Combine(target, Path.GetRelativePath(root, file)));
        }
    }
}
