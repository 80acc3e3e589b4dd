using System.CommandLine;

namespace Caneth.Tool.Verbs;

/// <summary>The options that select frames.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string[]> id = new("--id")
    {
        Description = "Which ids: 0x1A3, a range 0x100-0x1FF or an id with a mask 0x7E8/0x7F8. May be given several times.",
        HelpName = "id",
    };

    private readonly Option<string> d0 = new("--d0")
    {
        Description = "The first byte of the data: 0x01, FF or 255.",
        HelpName = "byte",
    };

    private readonly Option<string> d1 = new("--d1")
    {
        Description = "The second byte of the data; needs --d0.",
        HelpName = "byte",
    };

    private readonly Option<string> data = new("--data")
    {
        Description = "How the data begins: \"04 41 0C\"; ?? stands for any byte.",
        HelpName = "hex",
    };

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="idRequired">Whether an id must be given.</param>
    public void AddTo(Command verb, bool idRequired)
    {
        id.Required = idRequired;
        verb.Add(id);
        verb.Add(d0);
        verb.Add(d1);
        verb.Add(data);
        verb.Validators.Add(result =>
        {
            if (result.GetValue(d1) is not null && result.GetValue(d0) is null)
            {
                result.AddError("--d1 needs --d0. Where the first byte may be any, use --data \"?? 02\".");
            }
        });
    }

    /// <summary>What was given, as parameters of a cmdlet.</summary>
    public IEnumerable<(string Name, object? Value)> Read(ParseResult parsed) =>
    [
        ("Id", parsed.GetValue(id) is { Length: > 0 } ids ? ids : null),
        ("D0", parsed.GetValue(d0)),
        ("D1", parsed.GetValue(d1)),
        ("Data", parsed.GetValue(data)),
    ];
}
