using Caneth.Publishing;
using MQTTnet;
using MQTTnet.Exceptions;

namespace Caneth.Mqtt;

/// <summary>What failed, as the library's own failures.</summary>
internal static class MqttFailure
{
    /// <summary>The broker does not let anybody in.</summary>
    public static BrokerException Refused(MqttClientConnectResult answer) => new(
        $"The broker has refused: {answer.ResultCode}{(string.IsNullOrEmpty(answer.ReasonString) ? "" : $", {answer.ReasonString}")}.",
        isRefusal: answer.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized
            or MqttClientConnectResultCode.Banned or MqttClientConnectResultCode.BadAuthenticationMethod,
        recommendation: "Give a user and a password, or a certificate, that the broker knows.");

    /// <summary>The failure that the library knows for one of the client.</summary>
    public static BrokerException Of(Exception failure) => failure switch
    {
        BrokerException known => known,
        MqttCommunicationTimedOutException or TimeoutException or OperationCanceledException => new("The broker does not answer.", failure),
        _ => new($"{failure.GetBaseException().Message.TrimEnd('.')}.", failure),
    };
}
