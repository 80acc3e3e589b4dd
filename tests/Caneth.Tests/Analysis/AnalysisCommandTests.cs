using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Messages;

namespace Caneth.Tests.Analysis;

/// <summary>Buttons and signals are found at the prompt; what is found, and how surely, the tests of the library hold.</summary>
public sealed class AnalysisCommandTests(AnalysisCommandTests.Prompt prompt) : IClassFixture<AnalysisCommandTests.Prompt>
{
    private const string Captures = """
        $quiet = 1..200 | ForEach-Object { '({0:0.000}) can0 321#00{1:X2}' -f ($_ / 100), ($_ % 256) }
        $pressed = 1..200 | ForEach-Object { '({0:0.000}) can0 321#{1}0{2:X2}' -f ($_ / 100), (0, 4)[$_ % 100 -gt 50], ($_ % 256) }
        $known = 1..100 | ForEach-Object { [pscustomobject]@{ Time = $_ / 10; Speed = 30 + 25 * [Math]::Sin($_ / 9) } }
        $drive = 1..500 | ForEach-Object { '({0:0.000}) can0 321#00{1:X4}' -f ($_ / 50), [int](3000 + 2500 * [Math]::Sin($_ / 45)) }
        """;

    private readonly Shell shell = prompt.Shell;

    [Fact]
    public void The_button_comes_first_from_lists_the_pipeline_and_files()
    {
        Assert.Equal(["Switch 321 6 1"], Found("Compare-CanFrame $quiet $pressed"));
        Assert.Equal(["Switch 321 6 1"], Found("$pressed | Compare-CanFrame $quiet"));
        shell.Run("$quiet | Set-Content quiet.log; $pressed | Set-Content pressed.log");
        Assert.Equal(["Switch 321 6 1"], Found("Compare-CanFrame -ReferencePath quiet.log -DifferencePath pressed.log"));
        Assert.Equal("NothingToCompare", shell.Try("Compare-CanFrame $quiet $pressed -Id 0x322").ErrorId);
        Assert.Equal("LogNotFound", shell.Try("Compare-CanFrame -ReferencePath none.log -DifferencePath pressed.log").ErrorId);
        Assert.StartsWith("The 200 frames do nothing that the 200 before did not.", Assert.Single(shell.Try("Compare-CanFrame $quiet $quiet").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_are_shown_in_columns_and_are_signals_at_once()
    {
        Assert.Matches(@"Score +Id +Bits +Why", shell.Show("Compare-CanFrame $quiet $pressed"));
        Assert.Matches(@"0\.\d\d +321 +6 +Clear in all 200", shell.Show("Compare-CanFrame $quiet $pressed"));
        Assert.Matches(@"[01]\.\d{4} +321 +12\|13@0 +0\.0\d+ x raw [+-] \S+ +-?\d+ ms", shell.Show("$drive | Find-CanSignal -Like $known"));
        Assert.Equal([0L, 1L], shell.Run<long>("""
            $button = Compare-CanFrame $quiet $pressed | Select-Object -First 1
            $pressed | ConvertFrom-CanFrame -Database $button.ToDatabase('Horn') | ForEach-Object Horn | Sort-Object -Unique
            """));
    }

    [Fact]
    public void A_signal_is_found_by_values_with_times_of_any_kind()
    {
        const string First = "Select-Object -First 1 | ForEach-Object { '{0} {1} {2:0.000}' -f $_.HexId, $_.GetBits(), $_.Factor }";
        Assert.Equal(["321 12|13@0 0.010"], shell.Run<string>($"$drive | Find-CanSignal -Like $known | {First}"));
        Assert.Equal(["321 12|13@0 0.010"], shell.Run<string>($"$known | Export-Csv known.csv; $drive | Find-CanSignal -Like (Import-Csv known.csv) -Property Speed | {First}"));
        Assert.Equal(["321 12|13@0 0.010"], shell.Run<string>(
            $"$dates = $known | ForEach-Object {{ @{{ Timestamp = [datetime]::UnixEpoch.AddSeconds(0.02 + $_.Time); Value = $_.Speed }} }} | ForEach-Object {{ [pscustomobject]$_ }}; $drive | Set-Content drive.log; Find-CanSignal $dates -Path drive.log | {First}"));
    }

    [Fact]
    public void A_signal_is_found_by_another_that_a_database_knows()
    {
        var found = shell.Run<string>("Find-CanSignal -Like EngineSpeed -Path car.log -Database car.dbc -MaxLag 0 | ForEach-Object { \"$($_.Message).$($_.Signal)\" }");
        Assert.Equal("EngineData.EngineSpeed", found[0]);
        Assert.Equal("SignalNotFound", shell.Try("Find-CanSignal -Like NoSpeed -Path car.log -Database car.dbc").ErrorId);
    }

    [Theory]
    [InlineData("$drive | Find-CanSignal -Like ($known | Select-Object -First 3)", "ReferenceTooShort")]
    [InlineData("$drive | Find-CanSignal -Like ($known | ForEach-Object { [pscustomobject]@{ Time = $_.Time; Value = 1 } })", "ReferenceIsConstant")]
    [InlineData("$drive | Find-CanSignal -Like ($known | ForEach-Object { [pscustomobject]@{ Time = $_.Time + 900; Value = $_.Speed } })", "ReferenceElsewhere")]
    [InlineData("$drive | Find-CanSignal -Like (1..20)", "NotATimedValue")]
    [InlineData("$drive | Find-CanSignal -Like $known -Property Height", "NotATimedValue")]
    [InlineData("$drive | Find-CanSignal -Like $known -Id 0x322", "NoFramesToSearch")]
    public void What_cannot_be_a_reference_is_refused(string script, string error) => Assert.Equal(error, shell.Try(script).ErrorId);

    [Fact]
    public async Task The_user_is_asked_to_press_Enter_and_the_bit_that_changes_meanwhile_is_found()
    {
        await using var gateway = GatewaySimulator.Start();
        shell.Connect(gateway, "-Name asked");
        var session = shell.Run<CanSession>("Get-CanDevice asked").Single();
        Assert.Equal("NobodyToAsk", shell.Try("Find-CanSignal -While 'the brake is pressed'").ErrorId);
        var (answers, sent) = (0, session.FramesReceived);
        shell.Host.Answer = () =>
        {
            for (var count = 0; count < 12; count++)
            {
                gateway.Send(new CanFrame(0x2A0, [7, (byte)(answers % 2 == 0 ? 0 : 0x20)]));
                sent++;
                Assert.True(SpinWait.SpinUntil(() => session.FramesReceived >= sent, TimeSpan.FromSeconds(20)));
            }

            answers++;
            return "";
        };
        shell.Host.TakeText();
        var found = shell.Run<string>("Find-CanSignal -While 'the brake is pressed' -Repeat 2 -MaxLag 0 -MinimumCorrelation 0 | Select-Object -First 1 | ForEach-Object { \"$($_.HexId) $($_.GetBits())\" }");
        shell.Host.Answer = null;
        Assert.Equal(["2A0 13"], found);
        Assert.Contains("Press Enter as it begins: the brake is pressed (2 of 2)", shell.Host.TakeText(), StringComparison.Ordinal);
        shell.Run("Disconnect-CanDevice asked");
    }

    [Fact]
    public void A_first_draft_of_a_database_is_made_of_logs_and_of_the_pipeline()
    {
        const string Fields = "ForEach-Object { $_.Messages } | ForEach-Object { $m = $_; $_.Signals | ForEach-Object { \"$($m.Name).$($_.Name) $($_.StartBit)|$($_.Length) $($_.ByteOrder)\" } }";
        Assert.Equal(["Id_321.Number_15 15|16 BigEndian"], shell.Run<string>($"$drive | New-CanDatabase | {Fields}"));
        shell.Run("$drive | Set-Content draft.log; $draft = New-CanDatabase -FromLog draft.log; $draft | Export-CanDatabase draft.dbc");
        Assert.Equal(["draft", "Skeleton", "car"], shell.Run<string>("$draft.Name; ($drive | New-CanDatabase).Name; (New-CanDatabase draft.log -Name car).Name"));
        Assert.Empty(shell.Run<string>("Test-CanDatabase draft.dbc -Log draft.log | ForEach-Object ToString"));
        Assert.Equal(500L, shell.Run<long>("($drive | ConvertFrom-CanFrame -Database draft.dbc | Measure-Object).Count").Single());
        Assert.Equal("NoFramesToDescribe", shell.Try("New-CanDatabase draft.log -Id 0x322").ErrorId);
        Assert.Equal("LogNotFound", shell.Try("New-CanDatabase none.log").ErrorId);
    }

    [Fact]
    public void Tab_completes_signals_and_databases()
    {
        Assert.Contains("EngineSpeed", shell.Complete("Find-CanSignal -Database car.dbc -Like Eng"));
        Assert.Contains("-DifferencePath", shell.Complete("Compare-CanFrame -Diff"));
    }

    private IReadOnlyList<string> Found(string script) =>
        shell.Run<string>($"{script} | Where-Object Score -gt 0.5 | ForEach-Object {{ \"$($_.Kind) $($_.HexId) $($_.StartBit) $($_.Length)\" }}");

    /// <summary>A shell with captures in variables, and a log with its database.</summary>
    public sealed class Prompt : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Prompt()
        {
            folder.Write("car.dbc", CarLog.Database);
            folder.Write("car.log", Enumerable.Range(0, 400).Select(at =>
            {
                var speed = (ushort)(8000 + 6000 * Math.Sin(at / 40.0));
                return new CanFrame(0xC0, [(byte)speed, (byte)(speed >> 8), 0, 3, (byte)at, 0, 0, 0]) with { Timestamp = new(1_700_000_000_000_000_000 + at * 10_000_000L), Device = "can0" };
            }));
            Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0])", folder.Path);
            Shell.Run(Captures);
        }

        public Shell Shell { get; } = new();

        public void Dispose()
        {
            Shell.Dispose();
            folder.Dispose();
        }
    }
}
