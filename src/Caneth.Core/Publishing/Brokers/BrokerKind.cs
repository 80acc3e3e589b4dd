namespace Caneth.Publishing;

/// <summary>The kinds of brokers.</summary>
public enum BrokerKind
{
    /// <summary>NATS with JetStream.</summary>
    Nats,

    /// <summary>MQTT 5.</summary>
    Mqtt,
}
