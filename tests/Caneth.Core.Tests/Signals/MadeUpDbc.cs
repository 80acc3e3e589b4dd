using System.Globalization;
using System.Text;

namespace Caneth.Tests.Signals;

/// <summary>DBC files as nobody wrote them: every statement that says something of frames, in every spelling, by chance.</summary>
internal sealed class MadeUpDbc
{
    private static readonly string[] Texts =
        ["", "on", "off", "two words", "a \\\"quote\\\"", "semi; colon", "lines\nand\r\nlines", "line\nBO_ 9 M: 8 A\nline", "// no comment", "[x] °C", "back\\slash", "漢字"];

    private readonly Random random;
    private readonly StringBuilder text = new();
    private readonly List<string> later = [];
    private readonly List<(string Scope, string Name, string Type)> attributes = [];

    private MadeUpDbc(int seed) => random = new(seed);

    /// <summary>A file; the same of the same seed.</summary>
    public static string Make(int seed) => new MadeUpDbc(seed).Make();

    private string Make()
    {
        text.Append(CultureInfo.InvariantCulture, $"VERSION \"{OneOf("", "1.0")}\"\nBS_: {OneOf("", "500000 : 0,0")}\nBU_: Node0 Node1 Node-2 A_node_with_a_name_of_more_than_32_letters\n");
        text.Append("VAL_TABLE_ Shared 0 \"off\" 1 \"on\" -1 \"none\" ;\n");
        for (var index = random.Next(6); index > 0; index--)
        {
            attributes.Add((OneOf("", "BU_", "BO_", "SG_"), $"Attribute{index}", OneOf("INT", "HEX", "FLOAT", "STRING", "ENUM", "BOOL")));
        }

        for (var message = random.Next(4); message >= 0; message--)
        {
            MakeMessage(message);
        }

        if (random.Next(3) == 0)
        {
            text.Append("BO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX\n SG_ Alone : 0|8@1+ (1,0) [0|0] \"\" Vector__XXX\n");
            Say("SG_ 3221225472 Alone", "SG_");
        }

        Say("BU_ Node0", "BU_");
        Say("BU_ A_node_with_a_name_of_more_than_32_letters", "BU_");
        Say("", "");
        later.AddRange(["EV_ Env: 0 [0|1] \"\" 0 1 DUMMY_NODE_VECTOR0 Node0;", "CM_ EV_ Env \"of no frame\";", "BA_REL_ \"x\" BU_BO_REL_ Node0 1 1;"]);
        later.AddRange(attributes.SelectMany(Definitions));
        foreach (var statement in later.OrderBy(_ => random.Next()))
        {
            text.Append(statement).Append(OneOf("\n", "\r\n"));
        }

        return text.ToString();
    }

    private IEnumerable<string> Definitions((string Scope, string Name, string Type) attribute)
    {
        yield return $"BA_DEF_ {attribute.Scope} \"{attribute.Name}\" {attribute.Type} {attribute.Type switch
        {
            "ENUM" => "\"zero\",\"one\",\"two\"",
            "STRING" => "",
            "BOOL" => "False True",
            _ => OneOf("", "0 0", "-5 1000", "0.5 1E5"),
        }};";
        if (random.Next(2) == 0)
        {
            yield return $"BA_DEF_DEF_ \"{attribute.Name}\" {Value(attribute.Type)};";
        }
    }

    private string Value(string type) => type switch
    {
        "ENUM" => OneOf("1", "\"two\"", "\"unlisted\"", "7"),
        "STRING" => OneOf("\"a text\"", "\"\"", "5"),
        _ => OneOf("0", "12", "-3.5", "1E3", "18446744073709551615"),
    };

    /// <summary>A comment and attributes of something, sometimes.</summary>
    private void Say(string of, string scope)
    {
        if (random.Next(2) == 0)
        {
            later.Add($"CM_ {of} \"{OneOf(Texts)}\";");
        }

        foreach (var attribute in attributes.Where(attribute => attribute.Scope == scope && random.Next(2) == 0))
        {
            later.Add($"BA_ \"{attribute.Name}\" {of} {Value(attribute.Type)};");
        }

        var longName = scope switch { "BO_" => "SystemMessageLongSymbol", "SG_" => "SystemSignalLongSymbol", "BU_" => "SystemNodeLongSymbol", _ => null };
        if (longName is not null && random.Next(4) == 0)
        {
            later.Add($"BA_ \"{longName}\" {of} \"The_very_long_name_of_{random.Next()}_things\";");
        }
    }

    private void MakeMessage(int index)
    {
        var number = OneOf((uint)index + 1, (uint)index + 0x8000_0001u, (uint)index + 0x900u, 0x98FE_F100u + (uint)index);
        text.Append(CultureInfo.InvariantCulture, $"BO_ {number} {OneOf($"Message{index}", $"A_message_with_a_name_of_more_than_32_letters_{index}")}{OneOf(":", " :")} {OneOf(0, 8, 64)} {OneOf("Node0", "Vector__XXX")}\n");
        Say($"BO_ {number}", "BO_");
        if (random.Next(3) == 0)
        {
            later.Add($"BO_TX_BU_ {number} : Node0,Node1;");
        }

        var isMultiplexed = random.Next(2) == 0;
        var names = new List<string>();
        for (var signal = random.Next(8); signal >= 0; signal--)
        {
            MakeSignal(number, signal, isMultiplexed, names);
        }

        later.Add($"SIG_GROUP_ {number} Group{index} 1 : {string.Join(' ', names.Where(_ => random.Next(2) == 0))};");
    }

    private void MakeSignal(uint number, int index, bool isMultiplexed, List<string> names)
    {
        var mark = !isMultiplexed ? "" : index == 7 || index == 3 ? " M" : OneOf("", " m0", " m1", " m2M", " m18446744073709551615");
        var name = OneOf($"Signal{index}", "Same", $"A_signal_with_a_name_of_more_than_32_letters_{index}");
        names.Add(name);
        text.Append(CultureInfo.InvariantCulture, $" SG_ {name}{mark} : {random.Next(64)}|{OneOf(1, 8, 12, 32, 64, 100, 0)}@{OneOf("0", "1")}{OneOf("+", "-")} "
            + $"({OneOf("1", "0.25", "-0.5", "1e-05", "0")},{OneOf("0", "-40", "1.5", "1E+20")}) [{OneOf("0|0", "0|100", "-5|5", "5|-5", "7|7", "0|18446744073709551615")}] "
            + $"\"{OneOf("", "rpm", "°C", "a \\\"b\\\"")}\" {OneOf("Vector__XXX", "Node0", "Node0,Node1", "Node-2, A_node_with_a_name_of_more_than_32_letters", "")}\n");
        Say($"SG_ {number} {name}", "SG_");
        if (random.Next(3) == 0)
        {
            later.Add($"VAL_ {number} {name} {OneOf("Shared", $"1 \"{OneOf(Texts)}\" -1 \"x\" 18446744073709551615 \"all\"", "0 \"a\" 0 \"b\"", "")} ;");
        }

        if (random.Next(5) == 0)
        {
            later.Add($"SIG_VALTYPE_ {number} {name} : {OneOf("1", "2", "0")};");
        }

        if (isMultiplexed && random.Next(3) == 0)
        {
            later.Add($"SG_MUL_VAL_ {number} {name} {OneOf(names.ToArray())} {OneOf("0-0", "0-3, 5-9", "2-2,1-1,0-4294967295", "")};");
        }
    }

    private T OneOf<T>(params T[] choices) => choices[random.Next(choices.Length)];
}
