using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>What 116 public DBC files say of 82,268 frames, held against a decoder that nobody here wrote.</summary>
public partial class OracleTests
{
    [Fact]
    public void Every_file_loads()
    {
        foreach (var (name, content) in Files())
        {
            var database = CanDatabase.Parse(content, name);
            Assert.Equal(Path.GetFileNameWithoutExtension(name), database.Name);
        }
    }

    [Fact]
    public void Every_signal_of_every_frame_has_the_value_that_the_oracle_gives()
    {
        var databases = Files().ToDictionary(file => file.Name, file => CanDatabase.Parse(file.Content, file.Name));
        var unlabelled = Files().SelectMany(file => WithoutSemicolon().Matches(Encoding.Latin1.GetString(file.Content)).Select(match => (file.Name, match.Groups[1].Value)))
            .ToLookup(found => found.Name, found => found.Value);
        var wrong = new List<string>();
        var compared = 0;
        foreach (var entry in Entries())
        {
            if (Find(databases[entry.GetProperty("f").GetString()!], entry) is not { } message)
            {
                wrong.Add($"{entry.GetProperty("f")}: no {entry.GetProperty("n")} {entry.GetProperty("id")}");
                continue;
            }

            var names = entry.GetProperty("s").EnumerateArray().Select(name => name.GetString()).ToArray();
            if (!names.SequenceEqual(message.Signals.Select(signal => signal.Name)))
            {
                wrong.Add($"{entry.GetProperty("f")} {message.Name}: {string.Join(' ', message.Signals)} for {string.Join(' ', names)}");
                continue;
            }

            foreach (var frame in entry.GetProperty("fr").EnumerateArray())
            {
                compared += Compare(message, frame, entry, unlabelled[entry.GetProperty("f").GetString()!], wrong);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(20))}");
        Assert.Equal(586_708, compared);
    }

    [Fact]
    public void Every_physical_value_is_encoded_as_the_oracle_does()
    {
        var databases = Files().ToDictionary(file => file.Name, file => CanDatabase.Parse(file.Content, file.Name));
        var wrong = new List<string>();
        var compared = 0;
        foreach (var entry in Entries().Where(entry => entry.TryGetProperty("e", out _)))
        {
            var message = Find(databases[entry.GetProperty("f").GetString()!], entry)!;
            foreach (var example in entry.GetProperty("e").EnumerateArray())
            {
                var encoded = Convert.ToHexStringLower(Encode(message, example[0]));
                compared++;
                if (encoded != example[1].GetString())
                {
                    wrong.Add($"{entry.GetProperty("f")} {message.Name} {example[0]}: {encoded} for {example[1]}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(20))}");
        Assert.Equal(13_692, compared);
    }

    [Fact]
    public void Frames_are_made_by_name_as_the_oracle_does_and_what_was_decoded_is_encoded_to_the_same()
    {
        var databases = Files().ToDictionary(file => file.Name, file => CanDatabase.Parse(file.Content, file.Name));
        var wrong = new List<string>();
        var compared = 0;
        foreach (var entry in Entries())
        {
            var message = Find(databases[entry.GetProperty("f").GetString()!], entry)!;
            if (message.Length > CanData.MaxLength || message.Id > CanId.MaxExtended)
            {
                continue;
            }

            var encoder = new MessageEncoder(message);
            foreach (var example in entry.TryGetProperty("e", out var examples) ? examples.EnumerateArray().ToArray() : [])
            {
                Compare(encoder, example[0].EnumerateObject().Select(value => KeyValuePair.Create(value.Name, Given(value.Value))),
                    Convert.FromHexString(example[1].GetString()!));
            }

            // One name in two branches is one value, and signals that the database writes over each other are left to their own tests.
            if (message.Signals.Select(signal => signal.Name).Distinct().Count() == message.Signals.Count)
            {
                foreach (var frame in entry.GetProperty("fr").EnumerateArray())
                {
                    var data = Convert.FromHexString(frame[0].GetString()!);
                    if (data.Length == message.Length)
                    {
                        Compare(encoder, message.Signals.Select((signal, index) => KeyValuePair.Create(signal.Name, message.Codec.GetObject(index, data))), data);
                    }
                }
            }

            void Compare(MessageEncoder encoder, IEnumerable<KeyValuePair<string, object?>> values, byte[] expected)
            {
                compared++;
                try
                {
                    var encoded = encoder.Encode(values, new() { AllowOutOfRange = true, LastSent = new CanData(new byte[CanData.MaxLength]) }).Data.ToArray();
                    for (var index = 0; index < message.Signals.Count; index++)
                    {
                        var (found, wanted) = (message.Codec.GetObject(index, encoded), message.Codec.GetObject(index, expected));
                        if (Shown(found) != Shown(wanted))
                        {
                            wrong.Add($"{entry.GetProperty("f")} {message.Name}.{message.Signals[index].Name}: {Shown(found)} for {Shown(wanted)}");
                        }
                    }
                }
                catch (SignalException error)
                {
                    wrong.Add($"{entry.GetProperty("f")} {error.Message}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(20))}");
        Assert.InRange(compared, 80_000, 100_000);
    }

    private static object? Given(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()!
        : value.TryGetInt64(out var whole) ? (object)whole
        : value.TryGetUInt64(out var large) ? (object)large
        : value.GetDouble();

    /// <summary>Sets the switches first, since they tell which of several signals of one name is meant.</summary>
    private static byte[] Encode(MessageDefinition message, JsonElement values)
    {
        var data = new byte[message.Length];
        foreach (var isMultiplexer in (bool[])[true, false])
        {
            for (var index = 0; index < message.Signals.Count; index++)
            {
                var signal = message.Signals[index];
                if (signal.IsMultiplexer == isMultiplexer && message.Codec.IsPresent(index, data) && values.TryGetProperty(signal.Name, out var value))
                {
                    message.Codec.SetBits(index, ToBits(signal, value), data);
                }
            }
        }

        return data;
    }

    private static ulong ToBits(SignalDefinition signal, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && signal.Values is { } texts && texts.TryGetValue(value.GetString()!, out var raw))
        {
            return (ulong)raw;
        }

        var isWhole = signal.IsIntegral && !value.GetRawText().AsSpan().ContainsAny(".eE");
        Assert.True(isWhole ? signal.TryToBits(Int128.Parse(value.GetRawText()), out var bits) : signal.TryToBits(value.GetDouble(), out bits));
        return bits;
    }

    private static int Compare(MessageDefinition message, JsonElement frame, JsonElement entry, IEnumerable<string> unlabelled, List<string> wrong)
    {
        var data = Convert.FromHexString(frame[0].GetString()!);
        var values = new double[message.Signals.Count];
        var present = message.Codec.Decode(data, values);
        var expectedPresent = 0;
        for (var index = 0; index < values.Length; index++)
        {
            var (raw, physical) = (frame[1][index], frame[2][index]);
            var expected = raw.ValueKind == JsonValueKind.Null ? "absent" : Text(physical.ValueKind == JsonValueKind.Null ? raw : physical);
            expectedPresent += raw.ValueKind == JsonValueKind.Null ? 0 : 1;
            var found = message.Codec.GetObject(index, data);
            if (Shown(found) != expected || found is CanValue or double && Shown(values[index]) != expected)
            {
                wrong.Add($"{entry.GetProperty("f")} {message.Name}.{message.Signals[index].Name} of {frame[0]}: {Shown(found)} ({values[index]}) for {expected}");
            }

            var label = frame[3].TryGetProperty($"{index}", out var text) ? text.GetString() : null;
            if (!unlabelled.Contains(message.Signals[index].Name) && (found as CanValue?)?.Text != label)
            {
                wrong.Add($"{entry.GetProperty("f")} {message.Name}.{message.Signals[index].Name} of {frame[0]}: '{found}' for '{label}'");
            }
        }

        if (present != expectedPresent)
        {
            wrong.Add($"{entry.GetProperty("f")} {message.Name} of {frame[0]}: {present} signals for {expectedPresent}");
        }

        return expectedPresent;
    }

    private static string Shown(object? value) => value switch
    {
        null => "absent",
        CanValue number => Shown(number.Number),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Text(JsonElement number) => number.ValueKind == JsonValueKind.String
        ? number.GetString()!
        : number.GetRawText().AsSpan().ContainsAny(".eE") ? Shown(number.GetDouble()) : number.GetRawText();

    /// <summary>The oracle passes over the texts of a VAL_ that has no semicolon; here they are read.</summary>
    [GeneratedRegex(@"^VAL_ \d+ (\w+) [^;]*?$", RegexOptions.Multiline)]
    private static partial Regex WithoutSemicolon();

    private static MessageDefinition? Find(CanDatabase database, JsonElement entry)
    {
        var id = entry.GetProperty("id").GetUInt32();
        var name = entry.GetProperty("n").GetString();
        return database.Messages.FirstOrDefault(message => message.Id == id && message.Name == name);
    }

    internal static IEnumerable<(string Name, byte[] Content)> Files() => OracleData.Files();

    private static IEnumerable<JsonElement> Entries()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Find("oracle/oracle.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using var document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
