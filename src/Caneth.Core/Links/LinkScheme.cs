namespace Caneth.Links;

/// <summary>One way to a bus: how its addresses are written, what its links carry, and who connects them.</summary>
internal abstract class LinkScheme
{
    // Names of network interfaces have at most 15 characters on Linux, names of buses at most 16 in the protocol of socketcand.
    private const int MaxBusLength = 16;

    /// <summary>What comes before <c>://</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Other names that mean the same.</summary>
    public virtual IReadOnlyList<string> Aliases => [];

    /// <summary>What it connects to, in a sentence.</summary>
    public abstract string Description { get; }

    /// <summary>How its addresses are written, with what may be left out in brackets: <c>socketcand://host[:29536]/bus</c>.</summary>
    public abstract string Form { get; }

    /// <summary>An address.</summary>
    public abstract string Example { get; }

    /// <summary>The port where none is written: 0 where that is none; null where it must be.</summary>
    public virtual int? DefaultPort => null;

    /// <summary>Whether a bus follows the host.</summary>
    public virtual bool HasBus => false;

    /// <summary>The bus where none is written; null where it must be.</summary>
    public virtual string? DefaultBus => null;

    /// <summary>Whether the other side may send registration packets and heartbeats between frames.</summary>
    public virtual bool HasPackets => false;

    /// <summary>What its links carry and know, without options.</summary>
    public abstract LinkCapabilities Capabilities { get; }

    /// <summary>What can be said in the query of an address.</summary>
    public virtual IReadOnlyList<LinkOption> Options => [];

    /// <summary>What a user should know of it beside all this, in sentences; empty where that is all.</summary>
    public virtual string Remarks => "";

    /// <summary>Whether a bus can be called that: nothing else may get into what is said to the other side.</summary>
    public virtual bool IsBus(string bus) =>
        bus.Length is > 0 and <= MaxBusLength && bus.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>
    /// Whether a host can be called that: with what is no part of a name, such as a user before it, it is not looked up at all.
    /// </summary>
    public virtual bool IsHost(string host) => host.All(character => char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or ':' or '%');

    /// <summary>What is wrong with an address that ends before it has begun.</summary>
    public virtual string NamesNothing => "it names no host";

    /// <summary>Why an option that users look for is none; null where there is nothing to say.</summary>
    /// <param name="key">What the option is called in an address.</param>
    public virtual string? WhyNoOption(string key) => null;

    /// <summary>What in the place of a host and a port leads to something of this computer, such as a serial port; null where it does not.</summary>
    public virtual (string Host, string Bus)? LocalPlace(string place) => null;

    /// <summary>What this computer has that an address can lead to, each as a URI with what it is.</summary>
    public virtual IEnumerable<(string Uri, string Description)> FindHere() => [];

    /// <summary>What is wrong with an address of which each part is right; null where nothing is.</summary>
    public virtual string? Objection(CanAddress address) => null;

    /// <summary>Makes the connector of a session.</summary>
    /// <param name="address">An address of this scheme.</param>
    /// <param name="settings">What is known of the other side.</param>
    /// <param name="context">What the session lends.</param>
    /// <exception cref="ArgumentException">A setting is out of its range.</exception>
    public abstract ICanConnector CreateConnector(CanAddress address, LinkSettings settings, LinkContext context);
}
