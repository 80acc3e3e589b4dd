using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Leaves messages out that say nothing new, or come too soon after the one before.</summary>
/// <param name="onlyChanged">Whether one of the signals must have another value than before.</param>
/// <param name="every">The least time between two of a kind; null for none.</param>
internal sealed class MessageChanges(bool onlyChanged, TimeSpan? every)
{
    private readonly Dictionary<(string? Device, MessageDefinition Message, uint Id), Last> known = [];

    /// <summary>Whether a message is wanted; the next one is compared with it then.</summary>
    public bool IsWanted(CanMessage message)
    {
        var frame = message.Frame;
        var definition = message.GetDefinition();
        var key = (frame.Device, definition, frame.Id);
        if (known.TryGetValue(key, out var last) && every is { } time && frame.Timestamp - last.Time is var passed && passed < time && passed >= TimeSpan.Zero)
        {
            return false;
        }

        if (onlyChanged)
        {
            var bits = BitsOf(definition, frame);
            if (last is not null && bits.AsSpan().SequenceEqual(last.Bits))
            {
                return false;
            }

            known[key] = new(frame.Timestamp, bits);
            return true;
        }

        known[key] = new(frame.Timestamp, []);
        return true;
    }

    /// <summary>The bits of each signal, or what lies in the frame at all where one has more than 64; null where it is not there.</summary>
    private static ulong?[] BitsOf(MessageDefinition message, in CanFrame frame)
    {
        var bits = new ulong?[message.Signals.Count];
        for (var place = 0; place < bits.Length; place++)
        {
            bits[place] = message.Codec.TryGetBits(place, frame, out var value) ? value
                : message.Codec.GetObject(place, frame) is byte[] bytes ? HashOf(bytes)
                : null;
        }

        return bits;
    }

    private static ulong HashOf(byte[] bytes)
    {
        var hash = new HashCode();
        hash.AddBytes(bytes);
        return (ulong)hash.ToHashCode();
    }

    private sealed record Last(Timestamp Time, ulong?[] Bits);
}
