using System.Management.Automation;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Simulation;

namespace Caneth.Tests.Logs;

/// <summary>What the cmdlets know of a format of others; alone, since a format that was added is known to all of the process.</summary>
[CollectionDefinition(nameof(OwnFormatTests), DisableParallelization = true)]
[Collection(nameof(OwnFormatTests))]
public sealed class OwnFormatTests : IDisposable
{
    private readonly OwnFormat format = OwnFormat.Add();
    private readonly Shell shell = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        LogFormats.Remove(format);
        shell.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData("drive.own", "")]
    [InlineData("drive.own.gz", "")]
    [InlineData("drive.dat", "-Format OWN")]
    public void Logs_of_it_are_exported_and_imported(string file, string options)
    {
        var frames = Drive.Make(3000).Select(frame => frame with { Device = null }).ToArray();
        shell.Run($"param($path, $frames) $frames | Export-CanLog $path {options}", folder.Of(file), frames);
        Assert.Equal(frames, shell.Run<CanFrame>($"Import-CanLog $args[0] {options}", folder.Of(file)));
        Assert.Equal(frames[^1..], shell.Run<CanFrame>($"Import-CanLog $args[0] {options} -After $args[1]", folder.Of(file), frames[^1].Timestamp.ToString()));
    }

    [Theory]
    [InlineData("Export-CanLog x -Format ow")]
    [InlineData("Import-CanLog x -Format o")]
    [InlineData("Start-CanRecording x -Format OW")]
    public void Its_name_completes(string line) => Assert.Contains("own", shell.Complete(line));

    [Theory]
    [InlineData("New-CanFrame 1 | Export-CanLog $args[0] -Append", "LogNotWritable", ErrorCategory.WriteError)]
    [InlineData("Import-CanLog $args[0] -Format candump", "LogNotReadable", ErrorCategory.ReadError)]
    public void What_cannot_be_done_with_it_is_said_and_it_stays_as_it_is(string script, string id, ErrorCategory category)
    {
        var path = folder.Write("drive.own", Drive.Make(100));
        var content = File.ReadAllBytes(path);
        var result = shell.Try(script, path);
        Assert.Equal((id, category), (result.ErrorId, result.Error.CategoryInfo.Category));
        Assert.Equal(content, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task It_is_recorded()
    {
        await using var simulator = GatewaySimulator.Start(new());
        shell.Connect(simulator, "-Name bench");
        var recording = Assert.Single(shell.Run<CanRecording>("Start-CanRecording $args[0]", folder.Of("drive.own")));
        await simulator.SendAsync(Drive.Make(500), Ending);
        await Waiting.Until(() => recording.FramesWritten == 500);
        shell.Run("$null = Stop-CanRecording");
        Assert.Equal(Drive.Make(500).Select(frame => frame.Id), folder.Read("drive.own").Select(frame => frame.Id));
    }
}
