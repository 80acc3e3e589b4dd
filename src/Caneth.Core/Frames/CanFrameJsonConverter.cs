using System.Text.Json;
using System.Text.Json.Serialization;

namespace Caneth;

/// <summary>
/// Writes a frame as a JSON log has it: <c>{"Timestamp":"2026-01-31T13:45:00.123456Z","Device":"can0","Id":291,"Dlc":2,"Data":"01 02"}</c>,
/// then those of the flags that are true; and reads it, for which Id is enough. Names follow the serializer's naming policy, and are read
/// in any case.
/// </summary>
public sealed class CanFrameJsonConverter : JsonConverter<CanFrame>
{
    private static readonly (string Name, FrameFlags Flag)[] Flags =
    [
        (nameof(CanFrame.Extended), FrameFlags.Extended),
        (nameof(CanFrame.Remote), FrameFlags.Remote),
        (nameof(CanFrame.Error), FrameFlags.Error),
        (nameof(CanFrame.Fd), FrameFlags.Fd),
        (nameof(CanFrame.BitRateSwitch), FrameFlags.BitRateSwitch),
        (nameof(CanFrame.ErrorState), FrameFlags.ErrorState),
        (nameof(CanFrame.Transmitted), FrameFlags.Transmitted),
    ];

    private static readonly TextJsonConverter<Timestamp> Times = new();
    private static readonly TextJsonConverter<CanData> Bytes = new();

    /// <inheritdoc/>
    public override CanFrame Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A CAN frame is an object with the property Id.");
        }

        var fields = default(Fields);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            ReadProperty(ref reader, name, ref fields, options);
        }

        return fields.ToFrame();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CanFrame value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(NameOf(nameof(CanFrame.Timestamp), options), value.Timestamp.ToString());
        if (value.Device is not null)
        {
            writer.WriteString(NameOf(nameof(CanFrame.Device), options), value.Device);
        }

        writer.WriteNumber(NameOf(nameof(CanFrame.Id), options), value.Id);
        writer.WriteNumber(NameOf(nameof(CanFrame.Dlc), options), value.Dlc);
        writer.WriteString(NameOf(nameof(CanFrame.Data), options), value.Data.ToString());
        foreach (var (name, flag) in Flags)
        {
            if ((value.Flags & flag) != 0)
            {
                writer.WriteBoolean(NameOf(name, options), true);
            }
        }

        writer.WriteEndObject();
    }

    private static void ReadProperty(ref Utf8JsonReader reader, string name, ref Fields fields, JsonSerializerOptions options)
    {
        if (Is(nameof(CanFrame.Id)))
        {
            fields.Id = reader.GetUInt32();
        }
        else if (Is(nameof(CanFrame.Data)))
        {
            fields.Data = Bytes.Read(ref reader, typeof(CanData), options);
        }
        else if (Is(nameof(CanFrame.Dlc)))
        {
            fields.Dlc = reader.GetByte();
        }
        else if (Is(nameof(CanFrame.Timestamp)))
        {
            fields.Timestamp = Times.Read(ref reader, typeof(Timestamp), options);
        }
        else if (Is(nameof(CanFrame.Device)))
        {
            fields.Device = reader.GetString();
        }
        else if (Array.Find(Flags, flag => Is(flag.Name)) is { Name: not null } known)
        {
            fields.Flags |= reader.GetBoolean() ? known.Flag : FrameFlags.None;
        }
        else
        {
            reader.Skip();
        }

        bool Is(string property) => name.Equals(property, StringComparison.OrdinalIgnoreCase) || name == NameOf(property, options);
    }

    private static string NameOf(string property, JsonSerializerOptions options) => options.PropertyNamingPolicy?.ConvertName(property) ?? property;

    /// <summary>What an object says of a frame.</summary>
    private struct Fields
    {
        public uint? Id { get; set; }

        public CanData Data { get; set; }

        public int? Dlc { get; set; }

        public Timestamp Timestamp { get; set; }

        public string? Device { get; set; }

        public FrameFlags Flags { get; set; }

        public readonly CanFrame ToFrame()
        {
            try
            {
                return new(Id ?? throw new JsonException("A CAN frame needs the property Id."), Data,
                    Dlc ?? DataLengthCode.FromLength(Data.Count, (Flags & FrameFlags.Fd) != 0), Flags)
                {
                    Timestamp = Timestamp,
                    Device = Device,
                };
            }
            catch (ArgumentException failure)
            {
                throw new JsonException(failure.Message, failure);
            }
        }
    }
}
