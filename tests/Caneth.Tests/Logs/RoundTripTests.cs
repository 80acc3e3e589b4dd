namespace Caneth.Tests.Logs;

/// <summary>Whatever way frames take through PowerShell, what comes back is the same to Export-CanLog, Send-CanFrame and Send-CanLog.</summary>
public sealed class RoundTripTests : LogSendingTests
{
    private const int Count = 1000;

    /// <summary>Ways out of PowerShell's objects and back.</summary>
    public static TheoryData<string> Ways =>
    [
        "$frames | ConvertTo-Csv | ConvertFrom-Csv",
        "$frames | Export-Csv $file; Import-Csv $file",
        "$frames | ConvertTo-Json | ConvertFrom-Json",
        "$frames | ForEach-Object { $_ | ConvertTo-Json -Compress } | ConvertFrom-Json",
        "$frames | Export-Clixml $file; Import-Clixml $file",
        "$frames | Export-Clixml $file -Depth 1; Import-Clixml $file",
        "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($frames, 1))",
        "$frames | Select-Object *",
        "$frames | ForEach-Object { \"$_\" }",
        "$frames | ConvertTo-CanLog",
        "$frames | ConvertTo-CanLog | Import-CanLog",
        "$frames | ConvertTo-CanLog -Format json | Import-CanLog -Format json",
        "$frames | ConvertTo-CanLog -Format csv | Import-CanLog",
        "$frames | ConvertTo-CanLog -Format csv | Out-String | Import-CanLog",
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void Frames_of_every_kind_come_back_the_same_into_a_log(string way)
    {
        var frames = AnyFrame.Make(Count);
        Shell.Run($"param($frames, $file, $log) {way} | Export-CanLog $log", frames, Folder.Of("way.txt"), Folder.Of("back.jsonl"));
        Assert.Equal(frames, Folder.Read("back.jsonl"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_a_bus_carries_comes_back_the_same_onto_it(string way)
    {
        var frames = AnyFrame.MakeClassic(Count);
        Shell.Run($"param($frames, $file) {way} | Send-CanFrame -Device bench", frames, Folder.Of("way.txt"));
        var sent = await SentAsync(Count);
        Assert.All(frames.Zip(sent), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} was sent as {pair.Second}"));
    }

    [Theory]
    [InlineData("$frames | ConvertTo-Csv | ConvertFrom-Csv")]
    [InlineData("$frames | ConvertTo-Json | ConvertFrom-Json")]
    [InlineData("$frames | Export-Clixml $file; Import-Clixml $file")]
    public async Task And_at_its_times(string way)
    {
        var frames = AnyFrame.MakeClassic(Count);
        Shell.Run($"param($frames, $file) {way} | Send-CanLog -Device bench -Speed 0", frames, Folder.Of("way.txt"));
        var sent = await SentAsync(Count);
        Assert.All(frames.Zip(sent), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} was sent as {pair.Second}"));
    }

    [Theory]
    [InlineData("asc")]
    [InlineData("trc")]
    [InlineData("trc1.1")]
    [InlineData("gvret")]
    public void Text_of_other_formats_comes_back_with_what_they_know(string format)
    {
        var frames = AnyFrame.MakeClassic(Count).Where(frame => !frame.Remote).ToArray();
        Shell.Run("param($frames, $format, $log) $frames | ConvertTo-CanLog -Format $format | Import-CanLog -Format $format | Export-CanLog $log",
            frames, format, Folder.Of("back.jsonl"));
        Assert.All(frames.Zip(Folder.Read("back.jsonl")), pair => Assert.True(pair.First.HasSameContent(pair.Second), $"{pair.First} came back as {pair.Second}"));
        Assert.Equal(frames.Length, Folder.Read("back.jsonl").Length);
    }

    [Fact]
    public void Copies_of_frames_are_frames_again()
    {
        Shell.Run("param($file) New-CanFrame 0x123 '01 02' | Export-Clixml $file; $global:copy = Import-Clixml $file", Folder.Of("one.xml"));
        Assert.Equal(["Caneth.CanFrame 123 01 02 2"], Shell.Run<string>("\"$($copy.GetType().FullName) $($copy.HexId) $($copy.Data) $($copy.Data.Length)\""));
        Assert.Matches(@"123 data +2 01 02", Shell.Show("$copy"));
    }
}
