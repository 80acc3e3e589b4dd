using System.Globalization;
using Caneth.Recording;
using Caneth.Sessions;

namespace Caneth.Bench;

/// <summary>The process that is measured: receives from some gateways and, unless no file is named, records.</summary>
internal static class Recorder
{
    /// <summary>The verb that a process is started with to be one.</summary>
    public const string Name = "--recorder";

    public static async Task RunAsync(string path, string[] ports)
    {
        var sessions = new List<CanSession>();
        foreach (var port in ports)
        {
            sessions.Add(await CanSession.ConnectAsync("127.0.0.1", int.Parse(port, CultureInfo.InvariantCulture)));
        }

        var recording = path == "" ? null : CanRecording.Start(
            [.. sessions.Select(session => session.Subscribe(new() { Capacity = CanRecording.RecommendedCapacity }))], new() { Path = path });
        var before = Environment.CpuUsage.TotalTime;
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        var processor = Environment.CpuUsage.TotalTime - before;
        await (recording?.StopAsync() ?? Task.CompletedTask);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sessions.Sum(session => session.FramesReceived)} {recording?.FramesWritten ?? 0} {recording?.FramesLost ?? 0} {processor.TotalSeconds}"));
        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }
    }
}
