using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>What a database calls bits of a message.</summary>
internal static class SignalNames
{
    /// <summary>The name of the shortest signal that has some of the bits, and most of them; null where there is none.</summary>
    /// <param name="message">The message; null where no database knows it.</param>
    /// <param name="field">The bits.</param>
    /// <param name="page">The value of the multiplexer, where it is known.</param>
    public static string? Of(MessageDefinition? message, BitField field, ulong? page = null)
    {
        if (message is null)
        {
            return null;
        }

        var own = field.Layout.Covers(CanData.MaxLength);
        return message.Signals
            .Where(signal => signal.Length > 0 && IsInPage(signal, page))
            .Select(signal => (signal.Name, signal.Length, Shared: Shared(own, signal.Layout.Covers(Math.Max(CanData.MaxLength, signal.Layout.BytesNeeded)))))
            .Where(one => one.Shared > 0)
            .OrderByDescending(one => one.Shared).ThenBy(one => one.Length)
            .Select(one => one.Name)
            .FirstOrDefault();
    }

    private static bool IsInPage(SignalDefinition signal, ulong? page) => page is not { } value || signal.Multiplexer is null
        || signal.MultiplexValues.Any(range => range.Contains(value));

    private static int Shared(byte[] one, byte[] other)
    {
        var shared = 0;
        for (var place = 0; place < one.Length; place++)
        {
            shared += int.PopCount(one[place] & other[place]);
        }

        return shared;
    }
}
