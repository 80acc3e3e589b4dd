namespace Caneth.Tests.Logs;

/// <summary>What candump writes is a frame wherever one is taken, and what it takes as a filter is one.</summary>
public sealed class CandumpTextTests : LogSendingTests
{
    [Theory]
    [InlineData("Send-CanFrame 123#0102")]
    [InlineData("Send-CanFrame -Id 123#0102")]
    [InlineData("'123#0102' | Send-CanFrame")]
    [InlineData("Send-CanFrame -InputObject 123#0102")]
    [InlineData("New-CanFrame 123#0102 | Send-CanFrame -Device bench")]
    [InlineData("'(1.0) vcan0 123#0102' | Send-CanFrame")]
    [InlineData("'  can0  123   [2]  01 02' | Send-CanFrame")]
    [InlineData("'(1.0) vcan0 123#0102' | Import-CanLog | Send-CanFrame -Device bench")]
    public async Task A_frame_as_text_is_sent(string command)
    {
        Shell.Run(command);
        Assert.Equal("123#0102", Assert.Single(await SentAsync(1)).ToShortString());
    }

    [Fact]
    public async Task A_request_as_text_is_sent_too()
    {
        Assert.Equal("NoReply", Shell.Try("Request-CanFrame 7DF#02010C -ReplyId 7E8 -Timeout 50ms").ErrorId);
        Assert.Equal("7DF#02010C", Assert.Single(await SentAsync(1)).ToShortString());
    }

    [Fact]
    public async Task The_lines_of_a_log_are_sent()
    {
        var frames = AnyFrame.MakeClassic(100);
        var path = Folder.Write("drive.log", frames);
        Shell.Run("Get-Content $args[0] | Send-CanFrame", path);
        Assert.Equal(frames.Select(frame => frame.ToShortString()), (await SentAsync(100)).Select(frame => frame.ToShortString()));
        Assert.Equal(["100"], Shell.Run<string>("(Get-Content $args[0] | Import-CanLog | Measure-Object).Count", path));
        Assert.Equal(["3"], Shell.Run<string>("(Get-Content $args[0] | Import-CanLog -First 3 | Measure-Object).Count", path));
    }

    [Fact]
    public void A_flexible_frame_is_made_of_its_text() =>
        Assert.Equal(["12345678##1AABB True True"], Shell.Run<string>("$f = New-CanFrame 12345678##1AABB; \"$f $($f.Fd) $($f.BitRateSwitch)\""));

    [Fact]
    public void A_whole_frame_leaves_nothing_to_say()
    {
        var result = Shell.Try("Send-CanFrame 123#0102 '03'");
        Assert.Equal("FrameTwice", result.ErrorId);
        Assert.Contains("-Data was given together with '123#0102'", $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_become_lines_of_candump() => Assert.Equal(["(1769867100.123456) can0 123#0102"],
        Shell.Run<string>("'(1769867100.123456) can0 123#0102' | Import-CanLog | ConvertTo-CanLog"));

    [Fact]
    public void Lines_come_as_soon_as_their_frames_do() => Assert.Equal(["in", "123", "in", "124"], Shell.Run<string>("""
        $order = [System.Collections.Generic.List[string]]::new()
        '(1.0) can0 123#', '(2.0) can0 124#' | ForEach-Object { $order.Add('in'); $_ } | Import-CanLog | ConvertTo-CanLog | ForEach-Object { $order.Add($_.Substring($_.Length - 4, 3)) }
        $order
        """));

    [Theory]
    [InlineData("asc", "date *")]
    [InlineData("trc", ";$FILEVERSION=*")]
    [InlineData("csv", "*Timestamp*Device*")]
    [InlineData("json", "{\"*")]
    public void Other_formats_begin_with_their_headers(string format, string first) =>
        Assert.Equal([true], Shell.Run<bool>("(New-CanFrame 0x123 | ConvertTo-CanLog $args[0])[0] -like $args[1] -or (New-CanFrame 0x123 | ConvertTo-CanLog $args[0]) -like $args[1]", format, first));

    [Fact]
    public void What_is_no_text_is_refused() => Assert.Equal("LogFormatIsBinary", Shell.Try("New-CanFrame 1 | ConvertTo-CanLog -Format blf").ErrorId);

    [Theory]
    [InlineData("'nowhere.log' | Import-CanLog", "LogNotFound")]
    [InlineData("'nonsense, of commas' | Import-CanLog", "LogNotReadable")]
    [InlineData("Import-CanLog ''", "NotAFile")]
    public void What_is_neither_a_file_nor_a_log_is_an_error(string command, string id) => Assert.Equal(id, Shell.Try(command).ErrorId);

    [Fact]
    public void A_line_that_cannot_be_read_is_told_by_its_number()
    {
        var result = Shell.Try("'(1.0) can0 123#01', '(1.0) can0 12#01', '', '(1.0) can0 124#01' | Import-CanLog");
        Assert.Equal(2, result.Output.Count);
        Assert.Contains("line 2", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-Id 7E8:7F8", "7E8 7EF")]
    [InlineData("-Id 7E8~7F8", "100 123 7F0")]
    [InlineData("-Id 100:7FF, 123:7FF", "100 123")]
    [InlineData("-ExcludeId 0x100-0x1FF", "7E8 7EF 7F0")]
    [InlineData("-Id 0x7E0-0x7FF -ExcludeId 7EF", "7E8 7F0")]
    public void Filters_select_as_candump_does(string filter, string ids) => Assert.Equal([ids], Shell.Run<string>(
        $"('100#', '123#', '7E8#', '7EF#', '7F0#' | Import-CanLog {filter} | ForEach-Object HexId) -join ' '"));

    [Theory]
    [InlineData("Receive-CanFrame 7E8~7F8 -ExcludeId 0x100 -Count 1")]
    [InlineData("Wait-CanFrame -ExcludeId 0x100, 7E8:7F8 -Timeout 10")]
    public void Frames_of_a_bus_are_selected_too(string command)
    {
        using var pipeline = Shell.Pipeline(command);
        var waiting = pipeline.BeginInvoke();
        while (!waiting.IsCompleted)
        {
            Simulator.Send([new CanFrame(0x100), new CanFrame(0x7E9), new CanFrame(0x123)]);
            waiting.AsyncWaitHandle.WaitOne(20);
        }

        Assert.Equal(0x123u, ((CanFrame)Assert.Single(pipeline.EndInvoke(waiting)).BaseObject).Id);
    }
}
