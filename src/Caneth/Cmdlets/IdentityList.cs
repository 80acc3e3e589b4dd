using System.Management.Automation;

namespace Caneth.Cmdlets;

/// <summary>Which gateways may dial in, and what their devices are called. Safe for all threads.</summary>
/// <param name="allowed">The identities that may come, wildcards allowed; null for all.</param>
/// <param name="names">What to call the devices of some of them, by identities as <see cref="Plain"/> has them; these may come too.</param>
internal sealed class IdentityList(string[]? allowed, Dictionary<string, string> names)
{
    private const int MacDigits = 12;

    private readonly WildcardPattern[]? patterns = allowed is null ? null
        : [.. allowed.SelectMany(identity => new[] { identity, Plain(identity) })
            .Distinct().Select(identity => WildcardPattern.Get(identity, WildcardOptions.IgnoreCase))];

    /// <summary>An identity as gateways are known by it: a MAC address with dashes, whichever way it was written.</summary>
    public static string Plain(string identity)
    {
        var digits = string.Concat(identity.Where(character => character is not (':' or '-' or '.' or ' ')));
        return digits.Length == MacDigits && digits.All(char.IsAsciiHexDigit)
            ? string.Join('-', digits.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)))
            : identity.Trim();
    }

    /// <summary>Whether a gateway may come.</summary>
    public bool IsAllowed(string identity) =>
        patterns is null || names.ContainsKey(Plain(identity)) || Array.Exists(patterns, pattern => pattern.IsMatch(identity));

    /// <summary>What to call the device of a gateway.</summary>
    public string NameOf(string identity) => names.GetValueOrDefault(Plain(identity)) ?? identity;
}
