using System.CommandLine;

namespace Caneth.Tool.Verbs;

/// <summary>The options that select frames.</summary>
internal sealed class FilterOptions
{
    private readonly ValueOption<IdFilter> id = new("--id", IdFilter.Parse, several: true)
    {
        Description = "Which ids: 0x1A3, a range 0x100-0x1FF or an id with a mask 0x7E8/0x7F8. May be given several times.",
        HelpName = "id",
    };

    private readonly ValueOption<byte> d0 = new("--d0", Read.Byte)
    {
        Description = "The first byte of the data: 0x01, FF or 255.",
        HelpName = "byte",
    };

    private readonly ValueOption<byte> d1 = new("--d1", Read.Byte)
    {
        Description = "The second byte of the data; needs --d0.",
        HelpName = "byte",
    };

    private readonly ValueOption<DataPattern> data = new("--data", DataPattern.Parse)
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
            if (result.Has(d1) && !result.Has(d0))
            {
                result.AddError("--d1 needs --d0. Where the first byte may be any, use --data \"?? 02\".");
            }

            if (result.Has(data) && result.Has(d0))
            {
                result.AddError("--data and --d0 exclude each other: both say how the data begins.");
            }
        });
    }

    /// <summary>What was given.</summary>
    public FrameFilter Filter(ParseResult parsed) => new(id.All(parsed) is { Count: > 0 } ids ? ids : null, Pattern(parsed));

    private DataPattern Pattern(ParseResult parsed)
    {
        byte?[] first = [.. d0.All(parsed).Select(value => (byte?)value), .. d1.All(parsed).Select(value => (byte?)value)];
        return data.Of(parsed) ?? new DataPattern(first);
    }
}
