using System.Globalization;

namespace Caneth.Bench;

/// <summary>The options of a verb: names that begin with two dashes, each with a value.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> values = [];

    /// <param name="args">What follows the verb.</param>
    /// <param name="known">The names that the verb knows.</param>
    /// <exception cref="ArgumentException">An option that it does not know, or one without its value.</exception>
    public Arguments(IReadOnlyList<string> args, IEnumerable<string> known)
    {
        for (var index = 0; index < args.Count; index += 2)
        {
            if (!known.Contains(args[index]))
            {
                throw new ArgumentException($"There is no option {args[index]} here, but {string.Join(", ", known)}.");
            }

            values[args[index]] = index + 1 < args.Count ? args[index + 1] : throw new ArgumentException($"{args[index]} lacks its value.");
        }
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    /// <summary>The parts of a value that has commas between them.</summary>
    public string[] List(string name) => Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

    public long Number(string name, long otherwise) => (long)Number(name, (double)otherwise);

    public double Number(string name, double otherwise) => Text(name) is not { } text ? otherwise
        : double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number
        : throw new ArgumentException($"'{text}' is no number for {name}.");
}
