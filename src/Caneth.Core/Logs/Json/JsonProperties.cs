using System.Text.Json;
using Caneth.Logs.Text;

namespace Caneth.Logs.Json;

/// <summary>Tells the properties by their names, which begin with a capital letter or, as other serialisers write them, a small one.</summary>
internal static class JsonProperties
{
    private const int LongestName = 13;
    private const int LongestEscape = 6;

    /// <summary>The property whose name was read last.</summary>
    /// <exception cref="InvalidOperationException">The name has escapes that make no Unicode.</exception>
    public static FrameField Of(in Utf8JsonReader json) => json.ValueIsEscaped ? OfEscaped(json) : Of(json.ValueSpan);

    private static FrameField OfEscaped(in Utf8JsonReader json)
    {
        Span<byte> name = stackalloc byte[LongestName * LongestEscape];
        return json.ValueSpan.Length > name.Length ? FrameField.Other : Of(name[..json.CopyString(name)]);
    }

    private static FrameField Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "Id"u8) ? FrameField.Id : Is(name, "Fd"u8) ? FrameField.Fd : FrameField.Other,
        3 => Is(name, "Dlc"u8) ? FrameField.Dlc : FrameField.Other,
        4 => Is(name, "Data"u8) ? FrameField.Data : FrameField.Other,
        5 => Is(name, "Error"u8) ? FrameField.Error : FrameField.Other,
        6 => Is(name, "Device"u8) ? FrameField.Device : Is(name, "Remote"u8) ? FrameField.Remote : FrameField.Other,
        8 => Is(name, "Extended"u8) ? FrameField.Extended : FrameField.Other,
        9 => Is(name, "Timestamp"u8) ? FrameField.Timestamp : FrameField.Other,
        10 => Is(name, "ErrorState"u8) ? FrameField.ErrorState : FrameField.Other,
        11 => Is(name, "Transmitted"u8) ? FrameField.Transmitted : FrameField.Other,
        LongestName => Is(name, "BitRateSwitch"u8) ? FrameField.BitRateSwitch : FrameField.Other,
        _ => FrameField.Other,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        const int SmallLetter = 'a' - 'A';
        return (name[0] | SmallLetter) == (known[0] | SmallLetter) && name[1..].SequenceEqual(known[1..]);
    }
}
