using Caneth.Links;
using Caneth.Links.Schemes;

namespace Caneth.Binding;

/// <summary>What an address that is being typed may go on with: a scheme, what this computer has of it, one of its options, or a value of an option.</summary>
internal static class AddressCompletion
{
    /// <summary>Goes on with an address.</summary>
    /// <param name="typed">What was typed until now.</param>
    /// <returns>Whole words, each with what it means.</returns>
    public static IEnumerable<(string Text, string Description)> Of(string typed)
    {
        var query = typed.IndexOf('?', StringComparison.Ordinal);
        if (query < 0)
        {
            return CanLinkType.All.Select(type => ($"{type.Scheme}://", $"{type.Form}: {type.Description}")).Concat(CanLinkType.All.SelectMany(type => type.FindHere()));
        }

        var scheme = typed.Split("://")[0];
        var options = CanLinkType.All.FirstOrDefault(type => type.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase))?.Options ?? [];
        var begin = typed.LastIndexOfAny(['?', '&']) + 1;
        var equals = typed.IndexOf('=', begin);
        return equals < 0
            ? options.Select(option => ($"{typed[..begin]}{option.Key}=", Describe(option)))
            : options.Where(option => option.Key.Equals(typed[begin..equals], StringComparison.OrdinalIgnoreCase))
                .SelectMany(option => option.Choices.Select(choice => ($"{typed[..(equals + 1)]}{choice}", Describe(option))));
    }

    private static string Describe(LinkOption option) => $"{option.Values}. {option.Description}";
}
