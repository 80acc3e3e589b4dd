using System.Buffers;
using System.Text.Json;
using Caneth.Signals;

namespace Caneth.Publishing;

/// <summary>One signal of one device: what it is now, and what of it was published last.</summary>
/// <param name="message">Its message.</param>
/// <param name="place">Its place there.</param>
/// <param name="topic">Where it goes.</param>
internal sealed class SignalValue(MessageDefinition message, int place, string topic)
{
    private ulong? published;
    private ulong current;
    private Timestamp at;

    /// <summary>Where it goes.</summary>
    public string Topic => topic;

    /// <summary>Whether it has a value that was not published.</summary>
    public bool IsNews => published != current;

    /// <summary>Whether it is known to have changed, and waits for its time.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>When it was published the last time.</summary>
    public long? PublishedAt { get; private set; }

    /// <summary>Takes note of a frame.</summary>
    /// <returns>Whether the signal is in it, with another value than the one published.</returns>
    public bool Note(in CanFrame frame)
    {
        if (!message.Codec.TryGetBits(place, frame, out var bits))
        {
            return false;
        }

        current = bits;
        at = frame.Timestamp;
        return IsNews;
    }

    /// <summary>Its value as JSON: <c>{"time":"2026-01-31T13:45:00.1234560Z","value":12.5,"unit":"km/h"}</c>, with <c>text</c> where the database has one.</summary>
    /// <param name="now">When it is published.</param>
    public byte[] Publish(long now)
    {
        published = current;
        PublishedAt = now;
        var signal = message.Signals[place];
        var value = signal.ToValue(current);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", at.ToString());
            if (double.IsFinite(value.Number))
            {
                json.WriteNumber("value", value.Number);
            }
            else
            {
                json.WriteNull("value");
            }

            if (value.Text is { } text)
            {
                json.WriteString("text", text);
            }

            if (signal.Unit.Length > 0)
            {
                json.WriteString("unit", signal.Unit);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
