namespace Caneth.Links;

/// <summary>Where a link leads to, and what messages call it.</summary>
/// <param name="Scheme">How it is reached, for example <see cref="Tcp"/>.</param>
/// <param name="Host">The name or address of a host, or the name of a bus of this process.</param>
/// <param name="Port">The port, 1 to 65535; 0 where there is none.</param>
public sealed record CanAddress(string Scheme, string Host, int Port = 0)
{
    /// <summary>The scheme of gateways that speak their 13 bytes over TCP.</summary>
    public const string Tcp = "tcp";

    /// <summary>The address as it is written: without a scheme where that is <see cref="Tcp"/>.</summary>
    /// <returns><c>192.168.0.7:20001</c>, <c>[::1]:20001</c>, <c>memory://bench</c></returns>
    public override string ToString()
    {
        var host = Host.Contains(':') && !Host.StartsWith('[') ? $"[{Host}]" : Host;
        return $"{(Scheme == Tcp ? "" : $"{Scheme}://")}{host}{(Port == 0 ? "" : $":{Port}")}";
    }
}
