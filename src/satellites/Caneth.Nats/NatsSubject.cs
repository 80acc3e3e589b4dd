using NATS.Client.JetStream;

namespace Caneth.Nats;

/// <summary>Subjects are topics as NATS writes them, and streams are what stores them.</summary>
internal static class NatsSubject
{
    /// <summary>The subject of a topic: <c>can.v1.*.frames</c>.</summary>
    public static string Of(string topic) => topic.Replace('/', '.').Replace('+', '*');

    /// <summary>What the stream for topics is called where it has to be made: <c>can_v1_frames</c>.</summary>
    public static string StreamNameFor(string topics) => topics.Replace("/+", string.Empty, StringComparison.Ordinal).Replace('/', '_');

    /// <summary>The stream that stores a subject; null where none does.</summary>
    public static async Task<string?> FindStreamAsync(NatsJSContext store, string subject, CancellationToken cancellationToken)
    {
        await foreach (var name in store.ListStreamNamesAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            return name;
        }

        return null;
    }
}
