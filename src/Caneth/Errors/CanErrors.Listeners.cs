using System.Management.Automation;
using Caneth.Links;
using Caneth.Sessions;

namespace Caneth;

/// <content>The errors about gateways that dial in, and about waiting for devices.</content>
internal static partial class CanErrors
{
    public static ErrorRecord ListenerNameTaken(string name) => Of("ListenerNameTaken", ErrorCategory.ResourceExists, name,
        $"A listener named '{name}' runs already.",
        "Use that one, stop it first, or give this one another name with -Name.");

    public static ErrorRecord ListenerNotFound(string name, IEnumerable<string> known) => Of(
        "ListenerNotFound", ErrorCategory.ObjectNotFound, name,
        $"No listener named '{name}' runs. {Known("Running listeners", known)}",
        "Give one of the names that Get-CanListener shows.");

    public static ErrorRecord ListenerNotStarted(CanAddress address, LinkException exception) => Of(
        "ListenerNotStarted", ErrorCategory.ResourceUnavailable, address, exception.Message, exception.Recommendation, exception);

    public static ErrorRecord ListenAddress(string address, Exception exception) => Of("InvalidAddress", ErrorCategory.InvalidArgument, address,
        ModuleMessages.Of(exception), "Correct the address; without one, port 20001 of this computer is taken, which only this computer reaches.", exception);

    public static ErrorRecord NotAListenAddress(CanAddress address) => Of("NotAListenAddress", ErrorCategory.InvalidArgument, address,
        $"{address.Uri} is an address to connect to, and not one at which gateways dial in.",
        "Write tcp-listen:// with an IP address of this computer, as in tcp-listen://0.0.0.0:20001; Connect-CanDevice connects to gateways that listen.");

    public static ErrorRecord NotDialled(CanAddress address) => Of("NotDialled", ErrorCategory.InvalidArgument, address,
        $"The simulator cannot dial {address.Uri}: it is a gateway, and speaks its 13 bytes over TCP or UDP.",
        "Give a host with its port, as in 127.0.0.1:20001 or udp://127.0.0.1:20001.");

    public static ErrorRecord DeviceNameEmpty(string identity) => Of("GivenAndEmpty", ErrorCategory.InvalidArgument, identity,
        $"-DeviceName has an entry without an identity or without a name{(identity.Length > 0 ? $": '{VisibleText.Shorten(identity)}'" : "")}.",
        "Write identities and names, as in @{ 'D8-B0-4C-01-02-03' = 'truck17' }.");

    public static ErrorRecord NotAListener(object value) => Of("NotAListener", ErrorCategory.InvalidArgument, value,
        $"'{VisibleText.Shorten($"{value}")}' is neither a listener nor a device.",
        "Give what Start-CanListener, Get-CanListener, Connect-CanDevice or Get-CanDevice emits, or names with -Name.");

    public static ErrorRecord NobodyCanCome(IEnumerable<string> names) => Of("NobodyCanCome", ErrorCategory.ResourceUnavailable, names,
        $"{NoDeviceNamed(names)} is connected, and none can come any more: what was waited for was stopped or disconnected.",
        "Start a listener with Start-CanListener, or connect the device again.");

    /// <param name="names">The names that were waited for.</param>
    /// <param name="time">How long.</param>
    /// <param name="emitted">How many came before.</param>
    /// <param name="others">The devices of these names that are not connected.</param>
    public static ErrorRecord DeviceWaitTimeout(IReadOnlyCollection<string> names, TimeSpan time, int emitted, IReadOnlyList<CanSession> others) => Of(
        "DeviceWaitTimeout", ErrorCategory.OperationTimeout, names,
        $"{NoDeviceNamed(names)}{(emitted > 0 ? $" but the {emitted:N0} before" : "")} connected within {Amount.Seconds(time)}. "
        + (others.Count == 0 ? "None has come so far." : string.Join(' ', others.Take(3).Select(Why))),
        "Check the power of the gateway, the address and the port to which it dials (Get-CanListener), and who was refused (Get-CanListener -Event).",
        new TimeoutException());

    private static string NoDeviceNamed(IEnumerable<string> names) =>
        names.All(name => name == "*") ? "No device" : $"No device named {VisibleText.List(names.Select(name => $"'{name}'"))}";
}
