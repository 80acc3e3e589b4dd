using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Caneth.Help;

/// <summary>Makes the help file that <c>Get-Help</c> reads (MAML) from the pages.</summary>
internal static partial class MamlWriter
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Help = "http://msh";

    public static string Write(IEnumerable<CommandPage> pages, OnlineHelp online)
    {
        var root = new XElement(Help + "helpItems", new XAttribute("schema", "maml"), pages.Select(page => Page(page, online.AddressOf(page.Name))));
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new() { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            root.Save(writer);
        }

        return $"""<?xml version="1.0" encoding="utf-8"?>{'\n'}{text}{'\n'}""";
    }

    /// <summary>The words without the marks of markdown.</summary>
    public static string Plain(string text) => Links().Replace(text.Replace("`", "", StringComparison.Ordinal), "$1")
        .Replace("**", "", StringComparison.Ordinal);

    private static XElement Page(CommandPage page, string address)
    {
        var parts = page.Name.Split('-');
        return new(Command + "command",
            new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            new XElement(Command + "details",
                new XElement(Command + "name", page.Name),
                new XElement(Command + "verb", parts[0]),
                new XElement(Command + "noun", parts[1]),
                new XElement(Maml + "description", Paragraphs(page.Synopsis))),
            new XElement(Maml + "description", Paragraphs(page.Description)),
            new XElement(Command + "syntax", page.Syntax.Select(syntax => Syntax(page, syntax))),
            new XElement(Command + "parameters", page.Parameters.Select(parameter => Parameter(parameter, parameter.Sets[0]))),
            new XElement(Command + "inputTypes", page.Inputs.Select(type => Type(Command + "inputType", type))),
            new XElement(Command + "returnValues", page.Outputs.Select(type => Type(Command + "returnValue", type))),
            new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
            new XElement(Command + "examples", page.Examples.Select(Example)),
            new XElement(Command + "relatedLinks",
                address.Length > 0 ? Link("Online Version:", address) : null,
                Links().Matches(page.Links).Select(match => Link(match.Groups[1].Value, address: ""))));
    }

    private static XElement Syntax(CommandPage page, SyntaxHelp syntax) => new(Command + "syntaxItem",
        new XElement(Maml + "name", page.Name),
        NamesIn().Matches(syntax.Text).Select(match => page.Parameters.FirstOrDefault(parameter => parameter.Name == match.Groups[1].Value))
            .OfType<ParameterHelp>()
            .Select(parameter => Parameter(parameter, parameter.Sets.First(set => set.Set == syntax.Set || set.Set == ParameterSetHelp.All), Values(parameter))));

    private static XElement? Values(ParameterHelp parameter) => parameter.AcceptedValues.Count == 0 ? null
        : new(Command + "parameterValueGroup", parameter.AcceptedValues.Select(value => new XElement(Command + "parameterValue",
            new XAttribute("required", false), new XAttribute("variableLength", false), value)));

    private static XElement Parameter(ParameterHelp parameter, ParameterSetHelp set, XElement? values = null)
    {
        var isSwitch = parameter.Type == "System.Management.Automation.SwitchParameter";
        var type = ShortType(parameter.Type);
        return new(Command + "parameter",
            new XAttribute("required", set.Required),
            new XAttribute("variableLength", type.EndsWith("[]", StringComparison.Ordinal)),
            new XAttribute("globbing", parameter.Wildcards),
            new XAttribute("pipelineInput", Pipeline(set)),
            new XAttribute("position", set.Position == "Named" ? "named" : set.Position),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            new XElement(Maml + "description", Paragraphs(parameter.Text)),
            values,
            isSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", true), new XAttribute("variableLength", false), type),
            new XElement(Dev + "type", new XElement(Maml + "name", type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", parameter.DefaultValue.Length > 0 ? parameter.DefaultValue : "None"));
    }

    private static string Pipeline(ParameterSetHelp set) => (set.ByValue, set.ByPropertyName) switch
    {
        (true, true) => "True (ByPropertyName, ByValue)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static XElement Type(XName name, TitledText type) => new(name,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Title), new XElement(Maml + "uri")),
        new XElement(Maml + "description", Paragraphs(type.Text)));

    private static XElement Example(TitledText example)
    {
        var blocks = Markdown.Blocks(example.Text);
        var code = blocks.Where(block => block.Language == "powershell").Select(block => block.Text);
        var words = blocks.Where(block => block.Language != "powershell");
        return new(Command + "example",
            new XElement(Maml + "title", $"-------- {example.Title} --------"),
            new XElement(Dev + "code", string.Join("\n\n", code)),
            new XElement(Dev + "remarks", words.SelectMany(block => block.Language is null
                ? Paragraphs(block.Text) : block.Text.Split('\n').Select(line => new XElement(Maml + "para", "    " + line)))
                .Append(new XElement(Maml + "para", ""))));
    }

    // Get-Help -Online opens the first address that it finds, so only the page itself has one; the others are named.
    private static XElement Link(string text, string address) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", text), new XElement(Maml + "uri", address));

    private static IEnumerable<XElement> Paragraphs(string text) => text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(paragraph => IsList(paragraph) ? Items(paragraph) : [paragraph.ReplaceLineEndings(" ")])
        .Select(paragraph => new XElement(Maml + "para", Plain(paragraph)));

    private static bool IsList(string paragraph) => paragraph.StartsWith("- ", StringComparison.Ordinal) || paragraph.StartsWith('|');

    private static string[] Items(string list) => list.Replace("\n  ", " ", StringComparison.Ordinal).Split('\n');

    // As PowerShell itself writes types in a syntax.
    private static string ShortType(string type)
    {
        var inner = type.StartsWith("System.Nullable`1[", StringComparison.Ordinal) ? type[18..^1] : type;
        var name = inner.Contains('[', StringComparison.Ordinal) && !inner.EndsWith("[]", StringComparison.Ordinal)
            ? inner : inner[(inner.LastIndexOf('.') + 1)..];
        return name.TrimEnd('[', ']') switch
        {
            "Int32" => "int", "Int64" => "long", "UInt32" => "uint", "UInt64" => "ulong",
            "String" or "Byte" or "Double" or "Object" => name.TrimEnd('[', ']').ToLowerInvariant(),
            "SwitchParameter" => "switch",
            var other => other,
        } + (name.EndsWith("[]", StringComparison.Ordinal) ? "[]" : "");
    }

    [GeneratedRegex(@"\[([^\]]+)\]\(([^)]+)\)")]
    private static partial Regex Links();

    [GeneratedRegex(@"-(\w+)")]
    private static partial Regex NamesIn();
}
