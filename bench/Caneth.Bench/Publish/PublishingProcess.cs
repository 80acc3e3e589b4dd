using System.Globalization;
using Caneth.Publishing;

namespace Caneth.Bench;

/// <summary>A publisher in a process of its own, to be killed.</summary>
internal static class PublishingProcess
{
    /// <summary>The verb that a process is started with to be one.</summary>
    public const string Name = "--publisher";

    public static async Task<int> RunAsync(string uri, string spool, string first, string count, string rate)
    {
        var connector = Connectors.For(uri);
        var source = new PacedSource(long.Parse(first, CultureInfo.InvariantCulture), long.Parse(count, CultureInfo.InvariantCulture), double.Parse(rate, CultureInfo.InvariantCulture));
        var publisher = CanPublisher.Start([source], connector, new()
        {
            Broker = BrokerOptions.FromUri(uri),
            SpoolPath = spool,
            EndTimeout = TimeSpan.FromMinutes(1),
        });
        while (!publisher.Completion.IsCompleted)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{source.Taken} {publisher.FramesPublished}"));
            await Task.WhenAny(publisher.Completion, Task.Delay(50));
        }

        return publisher.FramesPending == 0 ? 0 : 1;
    }
}
