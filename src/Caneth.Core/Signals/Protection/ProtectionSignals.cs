namespace Caneth.Signals;

/// <summary>Finds the counter and the checksum of a message by the names of its signals.</summary>
internal static class ProtectionSignals
{
    private const int None = -1;

    private static readonly string[] CounterWords = ["COUNTER", "CNTR", "CNT", "CTR", "ALIVE", "RC", "BZ"];
    private static readonly string[] ChecksumWords = ["CHECKSUM", "CHKSUM", "CHKSM", "CRC", "CRC8", "CRC16", "CS"];

    /// <summary>The place of the counter in the message: that of a name or, where none is given, of the only likely one.</summary>
    /// <returns>The place from 0, or -1 where no name tells it, or the name is empty.</returns>
    /// <exception cref="SignalException">There is no signal of that name, or it cannot count.</exception>
    public static int PlaceOfCounter(MessageDefinition message, string? name) => PlaceOf(message, name, CounterWords, "a counter");

    /// <summary>The place of the checksum in the message: that of a name or, where none is given, of the only likely one.</summary>
    /// <returns>The place from 0, or -1 where no name tells it, or the name is empty.</returns>
    /// <exception cref="SignalException">There is no signal of that name, or it cannot hold a checksum.</exception>
    public static int PlaceOfChecksum(MessageDefinition message, string? name) => PlaceOf(message, name, ChecksumWords, "a checksum");

    private static int PlaceOf(MessageDefinition message, string? name, string[] words, string what)
    {
        var places = Enumerable.Range(0, message.Signals.Count);
        if (name is { Length: 0 })
        {
            return None;
        }

        if (name is not null)
        {
            var found = NameSearch.Find(places, place => message.Signals[place].Name, name);
            return found.Count == 0 ? throw SignalException.Unknown(message, name)
                : IsPossible(message, found[0]) ? found[0]
                : throw new SignalException(SignalError.DoesNotFit, message, name,
                    $"it cannot be {what}, which is a whole number of 1 to 64 bits within the message's {message.Length} bytes.");
        }

        var likely = places.Where(place => IsPossible(message, place) && Array.Exists(words, word => IsCalled(message.Signals[place], word))).ToList();
        return likely.Count == 1 ? likely[0] : None;
    }

    private static bool IsPossible(MessageDefinition message, int place) =>
        message.Signals[place] is { Kind: SignalKind.UnsignedInteger or SignalKind.SignedInteger } signal
        && signal.Layout.BytesNeeded <= message.Length;

    /// <summary>
    /// Whether a name begins or ends with a word: <c>CRC_AEB</c>, <c>DI_torqueChecksum</c>. A word of two letters is set apart, as in
    /// <c>Engine_RC</c>.
    /// </summary>
    private static bool IsCalled(SignalDefinition signal, string word)
    {
        var name = signal.Name;
        return word.Length == 2
            ? name.Equals(word, StringComparison.OrdinalIgnoreCase) || name.EndsWith("_" + word, StringComparison.OrdinalIgnoreCase)
            : name.StartsWith(word, StringComparison.OrdinalIgnoreCase) || name.EndsWith(word, StringComparison.OrdinalIgnoreCase);
    }
}
