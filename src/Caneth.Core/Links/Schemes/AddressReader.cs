namespace Caneth.Links.Schemes;

/// <summary>Reads addresses of all schemes, strictly: what it does not know is an error, and never passed over.</summary>
internal static class AddressReader
{
    private const string SchemeEnd = "://";

    /// <summary>Reads an address.</summary>
    /// <param name="text">A URI, or the address of a gateway as <see cref="CanAddress.ParseTcp"/> reads it.</param>
    /// <param name="port">The port where none is written; null for that of the scheme.</param>
    /// <exception cref="FormatException">It is none; the message says which forms are allowed.</exception>
    public static CanAddress Read(string text, int? port)
    {
        text = text.Trim();
        var begin = text.IndexOf(SchemeEnd, StringComparison.Ordinal);
        if (begin < 0)
        {
            return CanAddress.ParseTcp(text, port ?? LinkSchemes.Find(CanAddress.Tcp)!.DefaultPort!.Value);
        }

        var scheme = LinkSchemes.Find(text[..begin]) ?? throw new FormatException(
            $"'{VisibleText.Shorten(text)}' has the scheme '{VisibleText.Shorten(text[..begin])}', which is not known. Known schemes: {LinkSchemes.Names}. "
            + "Get-CanLinkType shows how their addresses are written.");
        var (place, query) = Cut(text[(begin + SchemeEnd.Length)..], '?');
        if (port is null && scheme.LocalPlace(place) is { } local)
        {
            return Checked(text, scheme, new(scheme.Name, local.Host) { Bus = local.Bus, Options = ReadOptions(text, scheme, query) });
        }

        var (hostAndPort, bus) = Cut(place, '/');
        if (!CanAddress.TrySplit(hostAndPort, out var host, out var itsPort, leastPort: scheme.Capabilities.PeerConnects ? 0 : 1) || !scheme.IsHost(host))
        {
            throw Wrong(text, scheme, hostAndPort.Length == 0 ? scheme.NamesNothing : $"'{VisibleText.Shorten(hostAndPort)}' is not a host with a port");
        }

        return Checked(text, scheme, new(scheme.Name, host, itsPort ?? port ?? scheme.DefaultPort ?? throw Wrong(text, scheme, "it has no port"))
        {
            Bus = ReadBus(text, scheme, bus),
            Options = ReadOptions(text, scheme, query),
        });
    }

    private static CanAddress Checked(string text, LinkScheme scheme, CanAddress address) =>
        scheme.Objection(address) is { } objection ? throw Wrong(text, scheme, objection) : address;

    private static string ReadBus(string text, LinkScheme scheme, string? bus)
    {
        if (!scheme.HasBus)
        {
            return string.IsNullOrEmpty(bus) ? "" : throw Wrong(text, scheme, $"there is no place for '/{VisibleText.Shorten(bus)}'");
        }

        if (string.IsNullOrEmpty(bus))
        {
            return scheme.DefaultBus ?? throw Wrong(text, scheme, "it names no bus");
        }

        return scheme.IsBus(bus) ? bus : throw Wrong(text, scheme, $"'{VisibleText.Shorten(bus)}' is not the name of a bus");
    }

    /// <returns>The options in the order in which the scheme has them, so that the same address is always the same text.</returns>
    private static string ReadOptions(string text, LinkScheme scheme, string? query)
    {
        var given = new Dictionary<string, string>();
        foreach (var pair in query is null ? [] : query.Split('&'))
        {
            var (key, value) = Cut(pair, '=');
            var option = scheme.Options.FirstOrDefault(option => option.Key.Equals(key, StringComparison.OrdinalIgnoreCase))
                ?? throw Wrong(text, scheme, $"'{VisibleText.Shorten(key)}' is not one of its options{(scheme.WhyNoOption(key) is { } why ? $": {why}" : "")}");
            if (value is null || !option.IsValue(value))
            {
                throw Wrong(text, scheme, $"{option.Key} is '{VisibleText.Shorten(value)}', and can be {option.Values}");
            }

            if (!given.TryAdd(option.Key, value))
            {
                throw Wrong(text, scheme, $"{option.Key} is given twice");
            }
        }

        return string.Join('&', scheme.Options.Where(option => given.ContainsKey(option.Key)).Select(option => $"{option.Key}={given[option.Key]}"));
    }

    private static (string Before, string? After) Cut(string text, char mark)
    {
        var place = text.IndexOf(mark, StringComparison.Ordinal);
        return place < 0 ? (text, null) : (text[..place], text[(place + 1)..]);
    }

    private static FormatException Wrong(string text, LinkScheme scheme, string why) => new(
        $"'{VisibleText.Shorten(text, 120)}' cannot be used: {why}. Write {scheme.Form}, as in {scheme.Example}{OptionsOf(scheme)}.");

    private static string OptionsOf(LinkScheme scheme) => scheme.Options.Count == 0 ? ", without options"
        : $". Options after a ?, with & between them: {string.Join("; ", scheme.Options.Select(option => $"{option.Key} ({option.Values})"))}";
}
