using System.CommandLine;
using System.CommandLine.Parsing;

namespace Caneth.Tool.Verbs;

/// <summary>An option with a value; what cannot be read is refused before anything is connected.</summary>
/// <typeparam name="T">What its value is.</typeparam>
/// <remarks>
/// To System.CommandLine every value is an object: its code for that is compiled ahead of time, which code for each type of
/// values would not be, and a command that runs only briefly has no time to compile.
/// </remarks>
internal sealed class ValueOption<T> : Option<object>
{
    private readonly Func<string, T> read;

    /// <summary>Describes an option.</summary>
    /// <param name="name">Its name, with the dashes.</param>
    /// <param name="read">Reads its value; throws a <see cref="FormatException"/> or an <see cref="ArgumentException"/> where it cannot.</param>
    /// <param name="several">Whether it may be given several times.</param>
    public ValueOption(string name, Func<string, T> read, bool several = false)
        : base(name)
    {
        this.read = read;
        Arity = several ? ArgumentArity.OneOrMore : ArgumentArity.ExactlyOne;
        CustomParser = Read;
    }

    /// <summary>The value that was given.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="otherwise">The value where none was given.</param>
    public T? Of(ParseResult parsed, T? otherwise = default) => All(parsed) is [var value, ..] ? value : otherwise;

    /// <summary>All values that were given.</summary>
    public IReadOnlyList<T> All(ParseResult parsed) => parsed.GetValue(this) as IReadOnlyList<T> ?? [];

    private List<T> Read(ArgumentResult result)
    {
        var values = new List<T>(result.Tokens.Count);
        foreach (var token in result.Tokens)
        {
            try
            {
                values.Add(read(token.Value));
            }
            catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
            {
                result.AddError($"{Name}: {Verbs.Read.MessageOf(exception)}");
            }
        }

        return values;
    }
}
