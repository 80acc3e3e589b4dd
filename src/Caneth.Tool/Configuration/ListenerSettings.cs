using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Listening;
using Caneth.Sessions;

namespace Caneth.Tool.Configuration;

/// <summary>A port at which gateways dial in.</summary>
/// <param name="Address">Where.</param>
/// <param name="Names">What to call them, by their identities.</param>
/// <param name="OnlyNamed">Whether only those may come that have a name there.</param>
/// <param name="MaxDevices">How many there may be.</param>
/// <param name="IdleTimeout">After how long without anything received a connection is given up; null for never.</param>
internal sealed record ListenerSettings(CanAddress Address, IReadOnlyDictionary<string, string> Names, bool OnlyNamed, int MaxDevices, TimeSpan? IdleTimeout)
{
    /// <summary>How it is started.</summary>
    public ListenerOptions Options => new()
    {
        Name = Address.ToString(),
        Address = Address,
        MaxDevices = MaxDevices,
        Admit = OnlyNamed ? Names.ContainsKey : null,
        NameDevice = identity => Names.GetValueOrDefault(identity, identity),
        Session = new SessionOptions { IdleTimeout = IdleTimeout },
    };

    /// <summary>Reads all of a list.</summary>
    public static IReadOnlyList<ListenerSettings> AllOf(ConfigSection section, string name) => [.. section.Sections(name).Select(Of)];

    private static ListenerSettings Of(ConfigSection section) => new(
        section.Read("uri", text => CanLinkType.ParseAddress(text)) ?? throw section.Missing("uri"),
        section.Map("names"),
        section.Flag("onlyNamed"),
        (int)section.Number("maxDevices", 1, 100_000, otherwise: 1024),
        section.Time("idleTimeout", TimeSpan.FromMilliseconds(500)));
}
