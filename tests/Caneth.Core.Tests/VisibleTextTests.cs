namespace Caneth.Tests;

/// <summary>What a terminal would obey is made visible, and everything else stays as it is.</summary>
public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("\u001b]0;owned\u0007", @"\x1B]0;owned\x07")]
    [InlineData("a\r\nb\tc", @"a\x0D\x0Ab\x09c")]
    [InlineData("\0\u007f\u0080\u009b", @"\x00\x7F\x80\x9B")]
    [InlineData("can\u202e0\u2066", @"can\u202E0\u2066")]
    [InlineData("a\u2028b\u2029", @"a\u2028b\u2029")]
    [InlineData(null, "")]
    public void Control_characters_become_visible(string? text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Theory]
    [InlineData("can0")]
    [InlineData("Kühler-Lüfter 温度 👍🏽")]
    [InlineData(@"C:\logs\x1B.log")]
    [InlineData("\u00a0")]
    public void Other_text_stays_the_same_object(string text) => Assert.Same(text, VisibleText.Of(text));

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_left_of_any_character()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            Assert.DoesNotContain(VisibleText.Of($"a{(char)code}b"), char.IsControl);
        }
    }

    [Fact]
    public void A_long_text_is_shown_by_its_beginning()
    {
        Assert.Equal("", VisibleText.Shorten(null));
        Assert.Equal("name", VisibleText.Shorten("name", 4));
        Assert.Equal("name...", VisibleText.Shorten("names", 4));
        Assert.Equal(@"\x1B[...", VisibleText.Shorten("\x1B[31mred", 5));
        Assert.Equal("abc...", VisibleText.Shorten("abc\U0001F697\U0001F697", 4));
        Assert.Equal(63, VisibleText.Shorten(new string('\x07', 1_000_000)).Length);
    }

    [Fact]
    public void Of_many_texts_the_first_are_listed_and_the_others_counted()
    {
        Assert.Equal("", VisibleText.List([]));
        Assert.Equal("a, b", VisibleText.List(["a", "b"], 2));
        Assert.Equal("a, b and 1,998 more", VisibleText.List([.. Enumerable.Repeat("a", 1), .. Enumerable.Repeat("b", 1_999)], 2));
        Assert.Equal($@"\x0A, {new string('n', 60)}...", VisibleText.List(["\n", new string('n', 100)]));
    }
}
