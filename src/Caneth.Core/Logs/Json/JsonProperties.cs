using System.Text.Json;

namespace Caneth.Logs.Json;

/// <summary>Tells the properties by their names, which begin with a capital letter or, as other serialisers write them, a small one.</summary>
internal static class JsonProperties
{
    private const int LongestName = 13;
    private const int LongestEscape = 6;

    /// <summary>The property whose name was read last.</summary>
    /// <exception cref="InvalidOperationException">The name has escapes that make no Unicode.</exception>
    public static JsonProperty Of(in Utf8JsonReader json) => json.ValueIsEscaped ? OfEscaped(json) : Of(json.ValueSpan);

    private static JsonProperty OfEscaped(in Utf8JsonReader json)
    {
        Span<byte> name = stackalloc byte[LongestName * LongestEscape];
        return json.ValueSpan.Length > name.Length ? JsonProperty.Other : Of(name[..json.CopyString(name)]);
    }

    private static JsonProperty Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 => Is(name, "Id"u8) ? JsonProperty.Id : Is(name, "Fd"u8) ? JsonProperty.Fd : JsonProperty.Other,
        3 => Is(name, "Dlc"u8) ? JsonProperty.Dlc : JsonProperty.Other,
        4 => Is(name, "Data"u8) ? JsonProperty.Data : JsonProperty.Other,
        5 => Is(name, "Error"u8) ? JsonProperty.Error : JsonProperty.Other,
        6 => Is(name, "Device"u8) ? JsonProperty.Device : Is(name, "Remote"u8) ? JsonProperty.Remote : JsonProperty.Other,
        8 => Is(name, "Extended"u8) ? JsonProperty.Extended : JsonProperty.Other,
        9 => Is(name, "Timestamp"u8) ? JsonProperty.Timestamp : JsonProperty.Other,
        10 => Is(name, "ErrorState"u8) ? JsonProperty.ErrorState : JsonProperty.Other,
        11 => Is(name, "Transmitted"u8) ? JsonProperty.Transmitted : JsonProperty.Other,
        LongestName => Is(name, "BitRateSwitch"u8) ? JsonProperty.BitRateSwitch : JsonProperty.Other,
        _ => JsonProperty.Other,
    };

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        const int SmallLetter = 'a' - 'A';
        return (name[0] | SmallLetter) == (known[0] | SmallLetter) && name[1..].SequenceEqual(known[1..]);
    }
}
