namespace Caneth.Tests.Messages;

/// <summary>Messages are drawn: bits, multiplexers, signals, values.</summary>
public sealed class ShowCanMessageTests(ShowCanMessageTests.Prompt prompt) : IClassFixture<ShowCanMessageTests.Prompt>
{
    private static readonly string LongName = new('n', 100_000);

    private static readonly string Database = $"""
        BO_ 192 EngineData: 8 ECM
         SG_ EngineSpeed : 7|16@0+ (0.25,0) [0|16383.75] "rpm" TCM,Dash
         SG_ Torque : 20|12@1- (0.5,-100) [-100|400] "Nm" TCM
         SG_ Gear : 32|4@1+ (1,0) [0|8] "" TCM
         SG_ Clash : 34|4@1+ (1,0) [0|15] "" TCM
         SG_ Beyond : 60|8@1+ (1,0) [0|255] "" TCM
        BO_ 256 Pages: 8 TCM
         SG_ Page M : 0|8@1+ (1,0) [0|0] "" ECM
         SG_ Left m0 : 8|8@1- (1,0) [0|0] "" ECM
         SG_ Right m1 : 8|8@1+ (2,0) [0|0] "" ECM
         SG_ Inner m1M : 16|8@1+ (1,0) [0|0] "" ECM
         SG_ Deep m3 : 24|8@1+ (1,0) [0|0] "" ECM
        BO_ 300 Long: 64 X
         SG_ Across : 60|16@1+ (1,0) [0|0] "" X
        BO_ 301 Longer: 1785 X
         SG_ Text : 0|14280@1+ (1,0) [0|0] "" X
        BO_ 302 Nothing: 0 X
        BO_ 303 {LongName}: 1 X
         SG_ {LongName}s : 0|8@1+ (1,0) [0|0] "{LongName}" {LongName}
        BO_ 304 温度: 2 X
         SG_ 冷却水 : 0|8@1+ (1,0) [0|0] "°C" X
         SG_ Oil : 8|8@1+ (1,0) [0|0] "°C" X
        CM_ BO_ 192 "What the engine does.";
        CM_ SG_ 192 Torque "At the crank.";
        VAL_ 192 Gear 0 "Park" 3 "Drive" ;
        SG_MUL_VAL_ 256 Deep Inner 7-9;
        """;

    [Fact]
    public void Each_byte_is_a_line_with_the_names_of_signals_within_their_bits_and_which_of_their_bits_it_holds() => Assert.Equal(
        """
                7        6        5        4        3        2        1        0
           ┌───────────────────────────────────────────────────────────────────────┐
         0 │A EngineSpeed                                                     15..8│
         1 │A                                                                  7..0│
         2 │B Torque                       3..0│                                   │
         3 │B                                                                 11..4│
         4 │                 │D Clash      3..2│C+D              │C Gear       1..0│
        """.ReplaceLineEndings("\n"),
        string.Join('\n', prompt.Draw("EngineData", from: 3, count: 7)));

    [Fact]
    public void What_is_wrong_is_told_below_the_bits()
    {
        var lines = prompt.Draw("EngineData");
        Assert.Contains("! C Gear and D Clash share bits.", lines);
        Assert.Contains(lines, line => line.StartsWith("   ├ beyond the message's 8 bytes ─", StringComparison.Ordinal));
        Assert.Contains(" 8 │                                   │E                              7..4│", lines);
    }

    [Fact]
    public void The_signals_stand_below_with_what_the_database_says_of_them()
    {
        var lines = prompt.Draw("EngineData");
        Assert.Equal("EngineData  0x0C0  8 bytes  from ECM", lines[0]);
        Assert.Equal("What the engine does.", lines[1]);
        Assert.Contains("A  EngineSpeed  7|16@0+   (0.25,0)    0..16383.75  rpm   TCM, Dash", lines);
        Assert.Contains("B  Torque       20|12@1-  (0.5,-100)  -100..400    Nm    TCM", lines);
        Assert.Contains("    At the crank.", lines);
        Assert.Contains("    0 Park, 3 Drive", lines);
    }

    [Fact]
    public void The_tree_shows_what_is_in_a_frame_at_which_values_of_the_multiplexers()
    {
        var text = string.Join('\n', prompt.Draw("Pages"));
        Assert.Contains("""
            A Page
            ├─ 0: B Left
            └─ 1: C Right
                  D Inner
                  └─ 7-9: E Deep
            """.ReplaceLineEndings("\n"), text, StringComparison.Ordinal);
        Assert.Matches(@"E  Deep +D=7-9 +24\|8@1\+", text);
        Assert.Matches(@" 1 │B\|C +│", text);
    }

    [Fact]
    public void A_frame_shows_its_bytes_its_values_and_only_its_own_branch()
    {
        var text = Assert.Single(prompt.Shell.Run<string>("\"$('100#0100050000000000' | ForEach-Object { [Caneth.CanFrame]$_ } | Show-CanMessage)\""));
        Assert.Contains("100#0100050000000000", text, StringComparison.Ordinal);
        Assert.Matches(@" 1 │C Right +│ 00\n 2 │D Inner +│ 05\n 3 │ +│ 00", text);
        Assert.Contains("└─ 1 ◄: C Right", text, StringComparison.Ordinal);
        Assert.Matches(@"D  Inner +A=1 +16\|8@1\+ +5 ", text);
        Assert.Matches(@"C  Gear .* Drive ", prompt.Shell.Run<string>("\"$(Show-CanMessage -Frame '0C0#0000000003')\"").Single());
        Assert.Equal(["EngineData 0C0#00"], prompt.Shell.Run<string>("New-CanFrame 0x0C0 00 | ConvertFrom-CanFrame | Show-CanMessage | ForEach-Object { \"$($_.Message) $($_.Frame.ToShortString())\" }"));
    }

    [Fact]
    public void Frames_that_have_nothing_to_show_are_errors_and_those_that_are_not_asked_for_are_left_out()
    {
        Assert.Equal("UnknownFrame", prompt.Shell.Try("New-CanFrame 0x7FF | Show-CanMessage").ErrorId);
        Assert.Equal("FrameWithoutData", prompt.Shell.Try("New-CanFrame 0x0C0 -Remote | Show-CanMessage").ErrorId);
        Assert.Equal("NotAFrame", prompt.Shell.Try("'nonsense' | Show-CanMessage").ErrorId);
        Assert.Equal("MessageNotFound", prompt.Shell.Try("Show-CanMessage Engin").ErrorId);
        Assert.Empty(prompt.Shell.Run<object>("New-CanFrame 0x100 00 | Show-CanMessage EngineData; @() | Show-CanMessage"));
        Assert.Equal(["EngineData"], prompt.Shell.Run<string>("(Get-CanMessage EngineData | Show-CanMessage).Message"));
        Assert.Equal(["Pages", "Long"], prompt.Shell.Run<string>("(Show-CanMessage 0x100, Long).Message"));
    }

    [Fact]
    public void As_Vector_counts_the_least_significant_bit_stands_beside()
    {
        Assert.Matches(@"A  EngineSpeed  7\|16@0\+ +8 ", prompt.Shell.Run<string>("\"$(Show-CanMessage EngineData -View Vector)\"").Single());
        Assert.Matches(@"B  Torque +20\|12@1- +20 ", prompt.Shell.Run<string>("\"$(Show-CanMessage EngineData -View Vector)\"").Single());
    }

    [Fact]
    public void Long_messages_are_drawn_up_to_64_bytes_and_what_is_left_out_is_said()
    {
        Assert.Equal(64, prompt.Draw("Long").Count(line => line.Contains('│', StringComparison.Ordinal)));
        Assert.Contains(" 8 │A                                                                 11..4│", prompt.Draw("Long"));
        Assert.Contains("! The first 64 of 1,785 bytes are drawn.", prompt.Draw("Longer"));
        Assert.Equal(["Nothing  0x12E  0 bytes  from X"], prompt.Draw("Nothing"));
    }

    [Fact]
    public void No_line_is_longer_than_the_window_whatever_things_are_called()
    {
        foreach (var width in (int[])[60, 80, 133, 240])
        {
            // A letter of East Asia takes two columns.
            Assert.All(prompt.Shell.Run<string>("(Show-CanMessage).GetLines($args[0])", width), line =>
                Assert.InRange(line.Length + line.Count(letter => letter is >= '一' and <= '鿿'), 0, width - 1));
        }

        Assert.InRange(prompt.Draw("0x12F").Count, 5, 20);
        Assert.Contains(" 0 │A 冷却水                                                               │", prompt.Draw("温度"));
    }

    [Fact]
    public void A_window_has_colors_and_its_width_and_plain_text_has_none()
    {
        var window = new CapturingHost { Width = 120 };
        Assert.Contains($"   ┌{new string('─', 8 * 14 - 1)}┐", prompt.Shell.Run<string>("(Show-CanMessage EngineData).GetLines($args[0], $null)", window));
        using var pipeline = prompt.Shell.Pipeline("$PSStyle.OutputRendering = 'Ansi'; Show-CanMessage EngineData | Out-Default");
        pipeline.Invoke();
        Assert.Contains("\e[96mA EngineSpeed", prompt.Shell.Host.TakeText(), StringComparison.Ordinal);
        prompt.Shell.Run("$PSStyle.OutputRendering = 'PlainText'; Show-CanMessage EngineData | Out-Default");
        Assert.DoesNotContain('\e', prompt.Shell.Host.TakeText());
        Assert.Equal([false], prompt.Shell.Run<bool>("$PSStyle.OutputRendering = 'Host'; Show-CanMessage EngineData > drawn.txt; (Get-Content -Raw drawn.txt).Contains([char]27)"));
    }

    [Fact]
    public void Names_are_completed() => Assert.Equal(["EngineData"], prompt.Shell.Complete("Show-CanMessage E"));

    /// <summary>A shell that has the database.</summary>
    public sealed class Prompt : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Prompt()
        {
            folder.Write("car.dbc", Database);
            Shell.Run("$null = $ExecutionContext.SessionState.Path.SetLocation($args[0]); Import-CanDatabase car.dbc -WarningAction Ignore", folder.Path);
        }

        public Shell Shell { get; } = new();

        /// <summary>What a message is drawn as in 80 columns.</summary>
        public IReadOnlyList<string> Draw(string name, int from = 0, int count = int.MaxValue) =>
            [.. Shell.Run<string>("\"$(Show-CanMessage $args[0])\"", name).Single().Split('\n').Skip(from).Take(count)];

        public void Dispose()
        {
            Shell.Dispose();
            folder.Dispose();
        }
    }
}
