namespace Caneth.Tests;

/// <summary>Requests are answered as a control unit answers them: at once, on the thread that receives.</summary>
public sealed class ReplyTests : IDisposable
{
    private readonly Shell shell = new();

    public ReplyTests() => shell.Run("""
        $null = Start-CanSimulator -Traffic None -Name bus
        $null = Get-CanSimulator bus | Connect-CanDevice -Name unit
        $null = Get-CanSimulator bus | Connect-CanDevice -Name tester
        """);

    [Theory]
    [InlineData("-Id 7DF -Data '02 01 0C' -ReplyId 7E8 -ReplyData '04 41 0C 1E C6'")]
    [InlineData("7DF 7E8 '04 41 0C 1E C6' -D0 2")]
    [InlineData("7DF 7E8#04410C1EC6")]
    public void A_request_is_answered(string reply)
    {
        shell.Run($"$reply = Register-CanReply {reply} -Device unit");
        Assert.Equal(["7E8#04410C1EC6"], shell.Run<string>("(Request-CanFrame 7DF '02 01 0C' -ReplyId 7E8 -Timeout 10 -Device tester).ToShortString()"));
        Assert.Equal(["1 0 False"], shell.Run<string>("\"$($reply.Requests) $($reply.Errors) $($reply.Ended)\""));
    }

    [Fact]
    public void What_is_no_request_is_not_answered()
    {
        shell.Run("$null = Register-CanReply 7DF 7E8 -Data '02 01 0C' -Device unit");
        Assert.Equal("NoReply", shell.Try("Request-CanFrame 7DF '02 01 0D' -ReplyId 7E8 -Timeout 100ms -Device tester").ErrorId);
        Assert.Equal([0], shell.Run<int>("(Get-CanReply).Requests"));
    }

    [Fact]
    public void It_answers_while_the_prompt_is_busy()
    {
        shell.Run("$null = Register-CanReply 7DF 7E8 -Device unit");
        shell.Run("1..200 | ForEach-Object { $null = Request-CanFrame 7DF -ReplyId 7E8 -Timeout 10 -Device tester }");
        Assert.Equal([200], shell.Run<int>("(Get-CanReply).Requests"));
    }

    [Fact]
    public void It_ends_with_its_name_or_its_device()
    {
        shell.Run("$null = Register-CanReply 7DF 7E8 -Device unit; $null = Register-CanReply 7E0 7E8 -Device unit -Name second");
        Assert.Equal(["Reply1", "second"], shell.Run<string>("(Get-CanReply).Name"));
        Assert.Equal(["second"], shell.Complete("Unregister-CanReply s"));
        shell.Run("Unregister-CanReply reply1");
        Assert.Equal("NoReply", shell.Try("Request-CanFrame 7DF -ReplyId 7E8 -Timeout 100ms -Device tester").ErrorId);
        shell.Run("Disconnect-CanDevice unit");
        Assert.Empty(shell.Run<object>("Get-CanReply"));
    }

    [Theory]
    [InlineData("Register-CanReply 7DF 7E8 '01 02 03 04 05 06 07 08 09'", "InvalidFrame")]
    [InlineData("Register-CanReply 7DF 0x20000000", "InvalidFrame")]
    [InlineData("Register-CanReply 7DF 7E8#01 '02'", "FrameTwice")]
    [InlineData("Get-CanReply nobody", "ReplyNotFound")]
    public void What_cannot_be_is_an_error(string command, string id) => Assert.Equal(id, shell.Try(command).ErrorId);

    public void Dispose() => shell.Dispose();
}
