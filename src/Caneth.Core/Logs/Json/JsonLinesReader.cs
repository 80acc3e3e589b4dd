using System.Text.Json;
using Caneth.Logs.Text;

namespace Caneth.Logs.Json;

/// <summary>
/// Reads JSON Lines: an object a line, with the properties of <see cref="CanFrame"/>, of which only Id must be there.
/// </summary>
internal sealed class JsonLinesReader(LogFormat format, LogInput input, LogReadOptions options) : TextLogReader(format, input, options)
{
    private readonly IsoTime times = new();
    private readonly IdColumn ids = new();

    // What closes its brace is whole.
    protected override IReadOnlyList<string> Continuations { get; } = [];

    protected override EntryResult ReadLine(ReadOnlySpan<byte> line, out CanFrame frame)
    {
        frame = default;
        if (line is not [(byte)'{', ..] && line.Trim(" \t"u8).IsEmpty)
        {
            return EntryResult.Nothing;
        }

        try
        {
            var json = new Utf8JsonReader(line);
            return ReadObject(ref json, out frame);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is for a text whose escapes make no Unicode.
            return EntryResult.Malformed("the line is not a JSON object");
        }
    }

    private EntryResult ReadObject(ref Utf8JsonReader json, out CanFrame frame)
    {
        frame = default;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return EntryResult.Malformed("the line is not a JSON object");
        }

        var fields = new FrameFields();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TryReadProperty(ref json, ref fields, out var property))
            {
                return EntryResult.Malformed($"the property {(property == FrameField.Other ? "of another kind" : property.ToString())} cannot be read");
            }
        }

        return json.Read() ? EntryResult.Malformed("there is more after the object") : fields.Build(out frame);
    }

    private bool TryReadProperty(ref Utf8JsonReader json, ref FrameFields fields, out FrameField property)
    {
        property = JsonProperties.Of(json);
        if (!json.Read())
        {
            return false;
        }

        switch (property)
        {
            case FrameField.Timestamp:
                return TryReadTime(json, ref fields);
            case FrameField.Id:
                return json.TokenType == JsonTokenType.Number
                    ? TryGetWhole(json, out var id) && fields.TrySetId(id)
                    : json.TokenType == JsonTokenType.String && ids.TryRead(json.ValueSpan, out id) && fields.TrySetId(id);
            case FrameField.Data:
                return TryReadData(ref json, ref fields);
            case FrameField.Device:
                return TryReadDevice(json, ref fields);
            case FrameField.Dlc:
                return json.TokenType == JsonTokenType.Number && TryGetWhole(json, out var dlc) && fields.TrySetDlc(dlc);
            case FrameField.Other:
                return json.TrySkip();
            default:
                fields.Flags |= json.TokenType == JsonTokenType.True ? FrameFields.FlagOf(property) : FrameFlags.None;
                return json.TokenType is JsonTokenType.True or JsonTokenType.False;
        }
    }

    private bool TryReadDevice(in Utf8JsonReader json, ref FrameFields fields)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            fields.Device = json.ValueIsEscaped ? StringCache.Clean(json.GetString()!) : Names.Get(json.ValueSpan);
            return true;
        }

        fields.Device = null;
        return json.TokenType == JsonTokenType.Null;
    }

    // ISO 8601, or a number of seconds since 1970.
    private bool TryReadTime(in Utf8JsonReader json, ref FrameFields fields)
    {
        if (json.TokenType == JsonTokenType.Number)
        {
            var text = json.ValueSpan;
            var read = Utf8Numbers.TryTakeFixed(ref text, unitDigits: 9, out var nanoseconds) && text.IsEmpty
                || TryReadExponent(json, out nanoseconds);
            fields.Timestamp = new Timestamp(nanoseconds);
            return read;
        }

        if (json.TokenType != JsonTokenType.String || !times.TryRead(json.ValueSpan, out var timestamp))
        {
            return false;
        }

        fields.Timestamp = timestamp;
        return true;
    }

    // 1.7e9, as some libraries write numbers.
    private static bool TryReadExponent(in Utf8JsonReader json, out long nanoseconds)
    {
        const decimal NanosecondsPerSecond = 1_000_000_000;
        const decimal MostSeconds = long.MaxValue / NanosecondsPerSecond;
        var read = json.TryGetDecimal(out var seconds) && decimal.Abs(seconds) < MostSeconds;
        nanoseconds = read ? (long)(seconds * NanosecondsPerSecond) : 0;
        return read;
    }

    private static bool TryGetWhole(in Utf8JsonReader json, out long number)
    {
        if (json.TryGetInt64(out number))
        {
            return true;
        }

        // 2.91e2 and 291.0 are 291, too.
        var read = json.TryGetDecimal(out var value) && decimal.Truncate(value) == value && decimal.Abs(value) <= uint.MaxValue;
        number = read ? (long)value : 0;
        return read;
    }

    // Hex in a text, or an array of numbers.
    private static bool TryReadData(ref Utf8JsonReader json, ref FrameFields fields)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return fields.TrySetData(json.ValueSpan);
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[CanData.MaxLength];
        var count = 0;
        while (json.Read() && json.TokenType == JsonTokenType.Number)
        {
            if (count == bytes.Length || !json.TryGetByte(out bytes[count]))
            {
                return false;
            }

            count++;
        }

        fields.SetData(bytes[..count]);
        return json.TokenType == JsonTokenType.EndArray;
    }
}
