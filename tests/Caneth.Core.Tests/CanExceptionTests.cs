using Caneth.Links;
using Caneth.Logs;
using Caneth.Sessions;

namespace Caneth.Tests;

/// <summary>An exception says what happened, and apart from it what to do.</summary>
public class CanExceptionTests
{
    [Fact]
    public void The_recommendation_is_no_part_of_the_message_and_is_shown_with_it_once()
    {
        CanException[] exceptions =
        [
            new CanSessionException(SessionError.HostNotFound, "The host 'x' is not known.", "Check the spelling."),
            new LinkException(LinkError.HostNotFound, "The host 'x' is not known.", "Check the spelling."),
        ];
        foreach (var exception in exceptions)
        {
            Assert.Equal(("The host 'x' is not known.", "Check the spelling."), (exception.Message, exception.Recommendation));
            Assert.Equal($"{exception.GetType()}: The host 'x' is not known. Check the spelling.", exception.ToString());
        }

        Assert.StartsWith("Caneth.Logs.LogInUseException: 'a.log' is being written by me. Wait for it",
            new LogInUseException("a.log", "me", null).ToString());
    }

    [Fact]
    public void A_recommendation_stands_before_the_place_and_the_cause()
    {
        var thrown = Assert.Throws<CanSessionException>(void () => throw new CanSessionException(
            SessionError.ConnectionLost, "It broke.", "Connect it again.", new IOException("reset")));
        Assert.Matches(@"(?s)^Caneth\.Sessions\.CanSessionException: It broke\. Connect it again\..*reset.*A_recommendation_stands", thrown.ToString());
        Assert.Equal("Caneth.Sessions.CanSessionException: It broke.", new CanSessionException(SessionError.ConnectionLost, "It broke.").ToString());
    }

    [Fact]
    public void What_comes_from_outside_cannot_steer_the_terminal() =>
        Assert.Equal(@"The host '\x1B[2J' is not known.", new LinkException(LinkError.HostNotFound, "The host '\e[2J' is not known.").Message);
}
