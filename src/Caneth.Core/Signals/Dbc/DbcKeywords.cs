using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

/// <summary>Tells keywords from names.</summary>
internal static class DbcKeywords
{
    private const int MinLength = 3;
    private const int MaxLength = 16;

    // Those of which a file has the most come first.
    private static readonly Entry[] Known =
    [
        new("SG_"u8, DbcKeyword.Signal),
        new("BA_"u8, DbcKeyword.AttributeValue),
        new("BO_"u8, DbcKeyword.Message),
        new("VAL_"u8, DbcKeyword.Values),
        new("CM_"u8, DbcKeyword.Comment),
        new("BU_"u8, DbcKeyword.Nodes),
        new("VAL_TABLE_"u8, DbcKeyword.ValueTable),
        new("BO_TX_BU_"u8, DbcKeyword.Senders),
        new("SIG_VALTYPE_"u8, DbcKeyword.SignalType),
        new("SG_MUL_VAL_"u8, DbcKeyword.Multiplexing),
        new("SIG_GROUP_"u8, DbcKeyword.SignalGroup),
        new("BA_DEF_"u8, DbcKeyword.AttributeDefinition),
        new("BA_DEF_DEF_"u8, DbcKeyword.AttributeDefault),
        new("VERSION"u8, DbcKeyword.Version),
        new("NS_"u8, DbcKeyword.NewSymbols),
        new("BS_"u8, DbcKeyword.BitTiming),
        new("EV_"u8, DbcKeyword.EnvironmentVariable),
        new("BU_SG_REL_"u8, DbcKeyword.Kept),
        new("BU_EV_REL_"u8, DbcKeyword.Kept),
        new("BU_BO_REL_"u8, DbcKeyword.Kept),
        new("BA_REL_"u8, DbcKeyword.Kept),
        new("BA_DEF_REL_"u8, DbcKeyword.Kept),
        new("BA_DEF_DEF_REL_"u8, DbcKeyword.Kept),
        new("ENVVAR_DATA_"u8, DbcKeyword.Kept),
        new("EV_DATA_"u8, DbcKeyword.Kept),
        new("SGTYPE_"u8, DbcKeyword.Kept),
        new("SGTYPE_VAL_"u8, DbcKeyword.Kept),
        new("BA_DEF_SGTYPE_"u8, DbcKeyword.Kept),
        new("BA_SGTYPE_"u8, DbcKeyword.Kept),
        new("SIG_TYPE_REF_"u8, DbcKeyword.Kept),
        new("SIGTYPE_VALTYPE_"u8, DbcKeyword.Kept),
        new("CAT_DEF_"u8, DbcKeyword.Kept),
        new("CAT_"u8, DbcKeyword.Kept),
        new("FILTER"u8, DbcKeyword.Kept),
        new("NS_DESC_"u8, DbcKeyword.Kept),
    ];

    /// <summary>What a word is.</summary>
    /// <param name="word">A word in UTF-8.</param>
    /// <returns>Its keyword, or <see cref="DbcKeyword.None"/> for a name or a number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static DbcKeyword Of(ReadOnlySpan<byte> word)
    {
        if (word.Length is < MinLength or > MaxLength || word[^1] is not ((byte)'_' or (byte)'N' or (byte)'R'))
        {
            return DbcKeyword.None;
        }

        foreach (var known in Known)
        {
            if (word.SequenceEqual(known.Word))
            {
                return known.Keyword;
            }
        }

        return DbcKeyword.None;
    }

    private readonly struct Entry(ReadOnlySpan<byte> word, DbcKeyword keyword)
    {
        public readonly byte[] Word = word.ToArray();

        public readonly DbcKeyword Keyword = keyword;
    }
}
