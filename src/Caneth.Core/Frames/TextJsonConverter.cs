using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caneth;

/// <summary>
/// Writes a value as the text that it is, and reads it again: the data of a frame as <c>"01 02 03"</c>, a time as
/// <c>"2026-01-31T13:45:00.123456Z"</c>.
/// </summary>
/// <typeparam name="T">What has a text that can be read.</typeparam>
public sealed class TextJsonConverter<T> : JsonConverter<T>
    where T : struct, IParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return T.Parse(reader.GetString() ?? throw new JsonException($"null is no {typeof(T).Name}."), null);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            throw new JsonException(failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
