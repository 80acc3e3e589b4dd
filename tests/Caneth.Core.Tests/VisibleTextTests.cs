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
}
