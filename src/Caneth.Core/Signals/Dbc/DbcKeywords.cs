namespace Caneth.Signals.Dbc;

/// <summary>Tells keywords from names.</summary>
internal static class DbcKeywords
{
    private const int MaxLength = 24;

    private static readonly Dictionary<string, DbcKeyword> Known = new(StringComparer.Ordinal)
    {
        ["VERSION"] = DbcKeyword.Version,
        ["NS_"] = DbcKeyword.NewSymbols,
        ["BS_"] = DbcKeyword.BitTiming,
        ["BU_"] = DbcKeyword.Nodes,
        ["BO_"] = DbcKeyword.Message,
        ["SG_"] = DbcKeyword.Signal,
        ["BO_TX_BU_"] = DbcKeyword.Senders,
        ["CM_"] = DbcKeyword.Comment,
        ["BA_DEF_"] = DbcKeyword.AttributeDefinition,
        ["BA_DEF_DEF_"] = DbcKeyword.AttributeDefault,
        ["BA_"] = DbcKeyword.AttributeValue,
        ["VAL_TABLE_"] = DbcKeyword.ValueTable,
        ["VAL_"] = DbcKeyword.Values,
        ["SIG_GROUP_"] = DbcKeyword.SignalGroup,
        ["SIG_VALTYPE_"] = DbcKeyword.SignalType,
        ["SG_MUL_VAL_"] = DbcKeyword.Multiplexing,
        ["EV_"] = DbcKeyword.EnvironmentVariable,
        ["NS_DESC_"] = DbcKeyword.Kept,
        ["CAT_DEF_"] = DbcKeyword.Kept,
        ["CAT_"] = DbcKeyword.Kept,
        ["FILTER"] = DbcKeyword.Kept,
        ["EV_DATA_"] = DbcKeyword.Kept,
        ["ENVVAR_DATA_"] = DbcKeyword.Kept,
        ["SGTYPE_"] = DbcKeyword.Kept,
        ["SGTYPE_VAL_"] = DbcKeyword.Kept,
        ["BA_DEF_SGTYPE_"] = DbcKeyword.Kept,
        ["BA_SGTYPE_"] = DbcKeyword.Kept,
        ["SIG_TYPE_REF_"] = DbcKeyword.Kept,
        ["SIGTYPE_VALTYPE_"] = DbcKeyword.Kept,
        ["BA_DEF_REL_"] = DbcKeyword.Kept,
        ["BA_DEF_DEF_REL_"] = DbcKeyword.Kept,
        ["BA_REL_"] = DbcKeyword.Kept,
        ["BU_SG_REL_"] = DbcKeyword.Kept,
        ["BU_EV_REL_"] = DbcKeyword.Kept,
        ["BU_BO_REL_"] = DbcKeyword.Kept,
    };

    private static readonly Dictionary<string, DbcKeyword>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What a word is.</summary>
    /// <param name="word">A word in UTF-8.</param>
    /// <returns>Its keyword, or <see cref="DbcKeyword.None"/> for a name or a number.</returns>
    public static DbcKeyword Of(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 3 or > MaxLength || word[^1] is not ((byte)'_' or (byte)'N' or (byte)'R'))
        {
            return DbcKeyword.None;
        }

        Span<char> text = stackalloc char[MaxLength];
        for (var index = 0; index < word.Length; index++)
        {
            text[index] = (char)word[index];
        }

        return Lookup.TryGetValue(text[..word.Length], out var keyword) ? keyword : DbcKeyword.None;
    }
}
