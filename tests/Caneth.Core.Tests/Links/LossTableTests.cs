using System.Globalization;
using System.Text;

namespace Caneth.Tests.Links;

/// <summary>What odd frames cost, in figures: makes the table of docs/reliability.md and holds the page to it.</summary>
public class LossTableTests
{
    private const string Begin = "<!-- table -->\n";
    private const string End = "<!-- end of table -->";
    private const int FramesOfMix = 3000;
    private const int LongestPiece = 40;

    private static readonly (string Name, string Text)[] Odd =
    [
        ("LongDlc", "DLC 9 to 15"),
        ("ReservedBits", "reserved bits"),
        ("IdBeyondLimit", "an id beyond its limit"),
        ("Random", "random bytes"),
    ];

    private static readonly int[] Mixes = [1, 2, 10];

    [Fact]
    public void The_page_says_in_figures_what_odd_frames_cost()
    {
        var page = Checkout.At("docs", "reliability.md");
        var text = File.ReadAllText(page).ReplaceLineEndings("\n");
        var begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var table = Table();
        if (Environment.GetEnvironmentVariable("CANETH_WRITE_TABLES") == "1")
        {
            File.WriteAllText(page, $"{text[..begin]}{table}{text[text.IndexOf(End, StringComparison.Ordinal)..]}");
            return;
        }

        Assert.Equal(table, text[begin..text.IndexOf(End, StringComparison.Ordinal)]);
    }

    private static string Table()
    {
        var table = new StringBuilder("\n| odd frames | segments | 1 good | 2 good | 10 good |\n| --- | --- | --- | --- | --- |\n");
        foreach (var (name, text) in Odd)
        {
            foreach (var torn in (bool[])[false, true])
            {
                table.Append(CultureInfo.InvariantCulture, $"| {text} | {(torn ? "torn" : "whole")} |");
                foreach (var good in Mixes)
                {
                    table.Append(CultureInfo.InvariantCulture, $" {Share(name, good, torn):0.0} % |");
                }

                table.Append('\n');
            }
        }

        return table.Append('\n').ToString();
    }

    /// <summary>The share of the good frames that arrive, in percent, cut off so that 100 means all.</summary>
    private static double Share(string odd, int good, bool torn)
    {
        var mix = new OddFrames(seed: 12).Mix(odd, good, FramesOfMix);
        var random = new Random(34);
        int[] pieces = torn ? [.. Enumerable.Range(0, 997).Select(_ => random.Next(1, LongestPiece + 1))] : [13, 39, 130, 13, 26];
        var feed = new Feed();
        feed.ReceiveInPieces(mix.Bytes, pieces);
        feed.FallSilent();
        var (arrived, next) = (0, 0);
        foreach (var frame in feed.Frames)
        {
            if (next < mix.Good.Count && mix.Good.IndexOf(frame, next) is >= 0 and var found)
            {
                (arrived, next) = (arrived + 1, found + 1);
            }
        }

        return Math.Floor(1000.0 * arrived / mix.Good.Count) / 10;
    }
}
