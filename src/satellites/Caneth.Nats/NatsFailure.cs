using Caneth.Publishing;
using NATS.Client.Core;
using NATS.Client.JetStream;

namespace Caneth.Nats;

/// <summary>What failed, as the library's own failures.</summary>
internal static class NatsFailure
{
    /// <summary>The failure that the library knows for one of the client.</summary>
    public static BrokerException Of(Exception failure)
    {
        var cause = failure.GetBaseException();
        return cause switch
        {
            BrokerException known => known,
            NatsServerException { IsAuthError: true } => new(
                $"The broker has refused: {cause.Message}", failure, isRefusal: true, "Give a user and a password, a token or a certificate that the broker knows."),
            NatsNoRespondersException => new(
                "The broker stores nothing: JetStream does not answer.", failure, isRefusal: true, "Start the server with JetStream: nats-server --jetstream."),
            NatsJSApiException refused => new($"JetStream has refused: {refused.Error.Description}", failure, isRefusal: true),
            TimeoutException or NatsJSApiNoResponseException or NatsJSPublishNoResponseException => new("The broker does not answer.", failure),
            _ => new($"{cause.Message.TrimEnd('.')}.", failure),
        };
    }
}
