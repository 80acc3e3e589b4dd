using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Sessions;

namespace Caneth.Tool.Configuration;

/// <summary>One device that is connected to.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Address">Where it is, of any kind of link.</param>
/// <param name="IdleTimeout">After how long without anything received it is connected anew; null for never.</param>
/// <param name="ReconnectDelayMax">The longest pause between attempts to connect.</param>
internal sealed record GatewaySettings(string Name, CanAddress Address, TimeSpan? IdleTimeout, TimeSpan ReconnectDelayMax)
{
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(500);

    /// <summary>How its session is opened.</summary>
    public SessionOptions Options => new() { Name = Name, Address = Address, IdleTimeout = IdleTimeout, ReconnectDelayMax = ReconnectDelayMax };

    /// <summary>Reads all of a list, of which no two may have one name.</summary>
    public static IReadOnlyList<GatewaySettings> AllOf(ConfigSection section, string name)
    {
        var all = section.Sections(name).Select(Of).ToArray();
        var twice = all.GroupBy(device => device.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? all : throw section.Wrong(name, $"two devices are called '{VisibleText.Shorten(twice.Key)}'.");
    }

    private static GatewaySettings Of(ConfigSection section)
    {
        var address = section.Read("uri", text => CanLinkType.ParseAddress(text)) ?? throw section.Missing("uri");
        return new(section.Text("name") ?? address.ToString(), address, section.Time("idleTimeout", ShortestTime),
            section.Time("reconnectDelayMax", ShortestTime) ?? TimeSpan.FromSeconds(10));
    }
}
