using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Caneth.Amount;

namespace Caneth.Links.SocketCan;

/// <summary>What a link to a CAN interface of this computer says.</summary>
internal static class SocketCanMessages
{
    public const string LargerBuffer = "Allow a larger one: sudo sysctl net.core.rmem_max=4194304.";

    private const string OtherWays = "Connect to an adapter by slcan://, or to a Linux computer that has one by socketcand:// or candump+ssh://.";

    public static LinkException NotLinux(CanAddress address) => new(LinkError.ConnectFailed,
        $"{address} needs the Linux kernel, and this computer has {RuntimeInformation.OSDescription}.", OtherWays);

    public static LinkException NoCan(CanAddress address, SocketException cause) => new(LinkError.ConnectFailed,
        $"{address} cannot be opened: the kernel of this computer has no CAN ({cause.Message}).",
        "Load it by 'sudo modprobe can_raw', and by 'sudo modprobe vcan' for virtual buses. A kernel that was built without it, as those of some clouds are, "
        + $"never has it. {OtherWays}",
        cause);

    public static LinkException NoInterface(string name, string[] others) => new(LinkError.ConnectFailed,
        $"There is no interface '{name}'. {Named(others)}",
        "Check the spelling, and with 'ip link' whether the adapter is there. A virtual bus is made by 'sudo ip link add dev vcan0 type vcan'.");

    public static LinkException NotCan(string name, string[] others) => new(LinkError.ConnectFailed,
        $"'{name}' is the interface of a network that is no CAN bus. {Named(others)}", "Give a CAN interface.");

    public static LinkException Down(string name) => new(LinkError.ConnectFailed, $"'{name}' is down.",
        $"Bring it up by 'sudo ip link set {name} up type can bitrate 500000', a virtual one by 'sudo ip link set {name} up'.");

    public static LinkException NoFd(string name, long size) => new(LinkError.ConnectFailed,
        $"'{name}' carries no CAN FD frames: its frames have up to {size} bytes (MTU), and those of CAN FD {SocketCanFrame.FdSize}.",
        $"Leave fd=on out; or set it up anew, if its controller can: 'sudo ip link set {name} down', then "
        + $"'sudo ip link set {name} up type can bitrate 500000 dbitrate 2000000 fd on'.");

    public static LinkException NotOpened(string name, SocketException cause) => new(LinkError.ConnectFailed,
        $"'{name}' cannot be opened: {cause.Message}.", "Check with 'ip -details link show' that it is up.", cause);

    public static LinkException Broken(string name, Exception cause) => new(LinkError.Broken,
        CanInterface.IndexOf(name) == 0 ? $"there is no interface '{name}' any more: its adapter was unplugged, or it was removed"
        : CanInterface.IsUp(name) == false ? $"'{name}' is down"
        : cause.Message,
        innerException: cause);

    public static string QueueFull(string name, TimeSpan time) =>
        $"The queue of '{name}' has been full for {Seconds(time)}, and nothing leaves it. Most likely nobody on the bus acknowledges: no other node is on, "
        + $"the bit rates differ, or terminators are missing. Frames wait as long as they may; a longer queue: sudo ip link set {name} txqueuelen 1000.";

    public static string Buffer(string name) => $"the system's buffer for '{name}'";

    private static string Named(string[] names) => names.Length == 0 ? "This computer has no CAN interface." : $"CAN interfaces: {string.Join(", ", names)}.";
}
