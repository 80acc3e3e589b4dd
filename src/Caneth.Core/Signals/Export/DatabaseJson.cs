using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Caneth.Signals.Export;

/// <summary>Writes a database as one JSON object, with the names that its parts have here. What is empty is left out.</summary>
internal sealed class DatabaseJson
{
    private readonly Utf8JsonWriter writer;

    private DatabaseJson(Utf8JsonWriter writer) => this.writer = writer;

    public static void Write(CanDatabase database, Stream target)
    {
        using var writer = new Utf8JsonWriter(target, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        new DatabaseJson(writer).Write(database);
    }

    private void Write(CanDatabase database)
    {
        writer.WriteStartObject();
        Write("Name", database.Name);
        Write("Version", database.Version);
        Write("Comment", database.Comment);
        Write("BitRate", (double?)database.BitRate);
        Write(database.Attributes);
        WriteList("Nodes", database.Nodes, Write);
        WriteList("Messages", database.Messages, Write);
        WriteList("UnassignedSignals", database.UnassignedSignals, Write);
        WriteList("ValueTables", [.. database.ValueTables.Values], Write);
        WriteList("AttributeDefinitions", [.. database.AttributeDefinitions], Write);
        writer.WriteEndObject();
    }

    private void Write(NodeDefinition node)
    {
        Write("Name", node.Name);
        Write("Comment", node.Comment);
        Write(node.Attributes);
    }

    private void Write(MessageDefinition message)
    {
        Write("Name", message.Name);
        writer.WriteNumber("Id", message.Id);
        writer.WriteBoolean("Extended", message.Extended);
        writer.WriteNumber("Length", message.Length);
        writer.WriteBoolean("Fd", message.Fd);
        writer.WriteBoolean("IsJ1939", message.IsJ1939);
        Write("CycleTime", message.CycleTime?.TotalSeconds);
        Write("SendType", message.SendType);
        Write("Senders", message.Senders);
        Write("Comment", message.Comment);
        Write(message.Attributes);
        WriteList("Groups", message.Groups, Write);
        WriteList("Signals", message.Signals, Write);
    }

    private void Write(SignalGroup group)
    {
        Write("Name", group.Name);
        writer.WriteNumber("Repetitions", group.Repetitions);
        Write("Signals", group.Signals);
    }

    private void Write(SignalDefinition signal)
    {
        Write("Name", signal.Name);
        writer.WriteNumber("StartBit", signal.StartBit);
        writer.WriteNumber("Length", signal.Length);
        Write("ByteOrder", $"{signal.ByteOrder}");
        Write("Kind", $"{signal.Kind}");
        Write("Factor", (double?)signal.Factor);
        Write("Offset", (double?)signal.Offset);
        WriteLimit("Minimum", signal.Minimum, signal.WholeRange?.Minimum);
        WriteLimit("Maximum", signal.Maximum, signal.WholeRange?.Maximum);
        Write("Unit", signal.Unit);
        Write("StartValue", signal.StartValue.IsMissing ? null : signal.StartValue.Number);
        Write("Spn", (double?)signal.Spn);
        Write("Multiplexer", signal.Multiplexer?.Name);
        WriteList("MultiplexValues", signal.MultiplexValues, Write);
        Write("Receivers", signal.Receivers);
        Write("Comment", signal.Comment);
        Write(signal.Attributes);
        WriteList("Values", signal.Values?.Entries ?? [], Write);
    }

    private void Write(MultiplexRange range)
    {
        writer.WriteNumber("First", range.First);
        writer.WriteNumber("Last", range.Last);
    }

    private void Write(KeyValuePair<long, string> entry)
    {
        writer.WriteNumber("Raw", entry.Key);
        writer.WriteString("Text", entry.Value);
    }

    private void Write(ValueTable table)
    {
        Write("Name", table.Name);
        WriteList("Values", table.Entries, Write);
    }

    private void Write(AttributeDefinition definition)
    {
        Write("Name", definition.Name);
        Write("Scope", $"{definition.Scope}");
        Write("Type", definition.Type);
        Write("Minimum", definition.Minimum);
        Write("Maximum", definition.Maximum);
        Write("Texts", definition.Texts);
        if (definition.Default is { } value)
        {
            WriteValue("Default", value);
        }
    }

    private void Write(AttributeSet attributes)
    {
        if (!attributes.Any())
        {
            return;
        }

        writer.WriteStartObject("Attributes");
        foreach (var (name, value) in attributes)
        {
            WriteValue(name, value);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(string name, object value)
    {
        switch (value)
        {
            case long whole:
                writer.WriteNumber(name, whole);
                break;
            case double number:
                Write(name, number);
                break;
            default:
                writer.WriteString(name, value.ToString());
                break;
        }
    }

    private void Write(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            writer.WriteString(name, text);
        }
    }

    private void WriteLimit(string name, double? rounded, Int128? whole)
    {
        if (whole is { } exact)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(exact.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Write(name, rounded);
        }
    }

    /// <summary>A number; JSON has none for infinity and for what is not a number, so these are texts.</summary>
    private void Write(string name, double? number)
    {
        if (number is { } given && double.IsFinite(given))
        {
            writer.WriteNumber(name, given);
        }
        else if (number is { } other)
        {
            writer.WriteString(name, DatabaseWords.Number(other));
        }
    }

    private void Write(string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    private void WriteList<T>(string name, IReadOnlyList<T> list, Action<T> write)
    {
        if (list.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var one in list)
        {
            writer.WriteStartObject();
            write(one);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
