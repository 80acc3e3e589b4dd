using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Caneth.Signals;

namespace Caneth.Tests.Signals;

/// <summary>Frames with right checksums by the makers' algorithms, worked out by the public project opendbc itself.</summary>
public class ProtectionOracleTests
{
    [Fact]
    public void Every_frame_with_a_right_checksum_is_right_and_gets_the_same_one_again()
    {
        var databases = OracleTests.Files().ToDictionary(file => file.Name, file => CanDatabase.Parse(file.Content, Path.GetFileName(file.Name)));
        foreach (var file in Lines().GroupBy(line => line.GetProperty("f").GetString()!).Where(file => !databases.ContainsKey(file.Key)))
        {
            databases[file.Key] = Sketch(file);
        }

        var profiles = new HashSet<string>();
        var wrong = new List<string>();
        var compared = 0;
        foreach (var line in Lines())
        {
            var (file, id, name) = (line.GetProperty("f").GetString()!, line.GetProperty("id").GetUInt32(), line.GetProperty("n").GetString());
            var data = Convert.FromHexString(line.GetProperty("data").GetString()!);
            var message = databases[file].Messages.First(message => message.Id == id && message.Name == name);
            compared++;
            if (message.Protection is not { Checksum: { } checksum } protection || checksum.Name != line.GetProperty("s").GetString())
            {
                wrong.Add($"{file} {name}: protected by {message.Protection}");
                continue;
            }

            profiles.Add(protection.Profile.Name);
            var state = default(ProtectionState);
            var place = message.Signals.ToList().IndexOf(checksum);
            var other = data.ToArray();
            message.Codec.SetBits(place, ~line.GetProperty("sum").GetUInt64(), other);
            var isRefused = protection.Check(id, other, ref state).Faults.HasFlag(ProtectionFaults.BadChecksum);
            protection.Apply(id, other, ref state, ProtectionParts.Checksum);
            if (!isRefused || !protection.Check(id, data, ref state).Faults.HasFlag(ProtectionFaults.CounterRepeated) && protection.Counter is not null
                || !data.AsSpan().SequenceEqual(other))
            {
                wrong.Add($"{file} {name} by {protection.Profile}: {Convert.ToHexString(other)} for {Convert.ToHexString(data)}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared}:{Environment.NewLine}{string.Join(Environment.NewLine, wrong.Take(20))}");
        Assert.Equal(3_132, compared);
        Assert.Equal(13, profiles.Count);
    }

    /// <summary>A database of a file that is not here: its messages with nothing but their checksums, where the file has them.</summary>
    private static CanDatabase Sketch(IGrouping<string, JsonElement> file)
    {
        var text = new StringBuilder();
        foreach (var line in file.DistinctBy(line => (line.GetProperty("id").GetUInt32(), line.GetProperty("n").GetString())))
        {
            var id = line.GetProperty("id").GetUInt32();
            var length = line.GetProperty("data").GetString()!.Length / 2;
            text.AppendLine(CultureInfo.InvariantCulture, $"BO_ {(id > CanId.MaxStandard ? id | 1u << 31 : id)} {line.GetProperty("n")}: {length} X")
                .AppendLine(CultureInfo.InvariantCulture, $" SG_ {line.GetProperty("s")} : {PlaceOf(line.GetProperty("fn").GetString()!, id, length)}+ (1,0) [0|0] \"\" X");
        }

        return CanDatabase.Parse(Encoding.UTF8.GetBytes(text.ToString()), Path.GetFileName(file.Key));
    }

    private static string PlaceOf(string function, uint id, int length) => (function, id) switch
    {
        ("honda_checksum", _) => $"{8 * length - 5}|4@0",
        ("psa_checksum", 461) => "4|4@1",
        ("psa_checksum", 1069) => "20|4@1",
        ("psa_checksum", 757) => "7|4@0",
        ("psa_checksum", 1010) => "15|4@0",
        ("psa_checksum", _) => "43|4@0",
        ("hkg_can_fd_checksum", _) => "0|16@1",
        ("tesla_checksum", 264 or 280 or 325 or 599 or 646 or 785 or 925) => "0|8@1",
        ("xor_checksum", not (80 or 1152 or 1192 or 1472)) => "0|8@1",
        (['s', ..] or ['v', ..], _) => "0|8@1",
        _ => $"{8 * length - 8}|8@1",
    };

    private static IEnumerable<JsonElement> Lines()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Find("oracle/checksums.jsonl.gz")), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return JsonDocument.Parse(line).RootElement;
        }
    }
}
