using System.Management.Automation;
using Caneth.Publishing;

namespace Caneth;

/// <content>The errors about publishers and brokers.</content>
internal static partial class CanErrors
{
    public static ErrorRecord PublisherNameTaken(string name) => Of("PublisherNameTaken", ErrorCategory.ResourceExists, name,
        $"A publisher named '{name}' runs already.",
        "Use that one, stop it first, or give this one another name with -Name.");

    public static ErrorRecord PublisherNotFound(string name, IEnumerable<string> known) => Of("PublisherNotFound", ErrorCategory.ObjectNotFound, name,
        $"No publisher named '{name}' runs. {Known("Publishers", known)}",
        "Give one of the names that Get-CanPublisher shows.");

    /// <summary>A wrong address, which is not repeated: a password may be in it.</summary>
    public static ErrorRecord InvalidBrokerAddress(Exception exception) => Of("InvalidBrokerAddress", ErrorCategory.InvalidArgument, null,
        exception.Message,
        "Write nats://broker or mqtt://broker, with :port where it is not the usual one; the user and the password belong to -Credential.", exception);

    public static ErrorRecord SignalsNotNamed(string parameter) => Of("SignalsNotNamed", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} was given without -Signal.",
        "Name the signals with -Signal; -Signal * is all of them.");

    public static ErrorRecord DeviceAndBroker(string parameter) => Of("DeviceAndBroker", ErrorCategory.InvalidArgument, parameter,
        $"-From reads from a broker, where -{parameter} has no meaning.",
        $"Leave out -From or -{parameter}.");

    public static ErrorRecord BrokerFailed(BrokerAddress address, Exception exception) => Of("BrokerFailed",
        exception is BrokerException { IsRefusal: true } ? ErrorCategory.PermissionDenied : ErrorCategory.ConnectionError, address,
        $"There is nothing to be had from {address}: {exception.Message}",
        (exception as CanException)?.Recommendation ?? "See whether the broker runs and can be reached from here.", exception);

    /// <summary>Why a publisher cannot begin; null for an unexpected failure.</summary>
    public static ErrorRecord? Publishing(PublisherOptions options, Exception failure) => failure switch
    {
        SpoolInUseException => Of("SpoolInUse", ErrorCategory.ResourceBusy, options.Name,
            failure.Message,
            "Let one publisher publish all the devices, or give this one a folder of its own with -SpoolPath.", failure),
        ArgumentException wrong => OptionOutOfRange(wrong),
        IOException or UnauthorizedAccessException => Of("SpoolNotWritable",
            failure is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, options.Name,
            $"The spool cannot be used: {failure.Message}",
            "Check the folder, the rights and the room on the disk, or give another folder with -SpoolPath.", failure),
        _ => null,
    };
}
