using System.Globalization;
using System.Net;

namespace Caneth.Links.SocketCan;

/// <summary>What the system says of its network interfaces, those of CAN buses among them.</summary>
internal static class CanInterface
{
    private const string Folder = "/sys/class/net";

    // ARPHRD_CAN of linux/if_arp.h.
    private const long TypeCan = 280;

    // IFF_UP of linux/if.h.
    private const long Up = 1;

    /// <summary>The number of an interface, which changes when its adapter is plugged in anew.</summary>
    /// <returns>The number; 0 where there is no interface of that name.</returns>
    /// <remarks>.NET asks the system for it (if_nametoindex) where the scope of an IPv6 address has a name.</remarks>
    public static int IndexOf(string name) => IPAddress.TryParse($"fe80::%{name}", out var address) ? (int)address.ScopeId : 0;

    /// <summary>Whether an interface is up; null where the system does not say.</summary>
    public static bool? IsUp(string name) => Read(name, "flags") is { } flags ? (flags & Up) != 0 : null;

    /// <summary>Whether an interface is one of a CAN bus; null where the system does not say.</summary>
    public static bool? IsCan(string name) => Read(name, "type") is { } type ? type == TypeCan : null;

    /// <summary>The size of the largest frame of an interface, in bytes (MTU); null where the system does not say.</summary>
    public static long? MaxFrameSize(string name) => Read(name, "mtu");

    /// <summary>The names of the interfaces of CAN buses.</summary>
    public static string[] Names()
    {
        try
        {
            var all = Directory.EnumerateFileSystemEntries(Folder).Select(path => Path.GetFileName(path));
            return [.. all.Where(name => IsCan(name) == true).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static long? Read(string name, string attribute)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(Folder, name, attribute)).AsSpan().Trim();
            var isHex = text.StartsWith("0x", StringComparison.Ordinal);
            var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
            return long.TryParse(isHex ? text[2..] : text, style, CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
