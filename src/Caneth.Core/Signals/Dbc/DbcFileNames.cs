using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>
/// The names that messages, signals and nodes have in a file that is written: those that they had in the one that was read, where
/// these are no longer than Vector's tools take and told apart by no more than their place. The true name is an attribute, then.
/// </summary>
internal sealed class DbcFileNames
{
    private readonly Dictionary<object, string> names = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, string> nodes = new(StringComparer.Ordinal);

    public DbcFileNames(CanDatabase database)
    {
        var taken = new NameShortener();
        foreach (var node in database.Nodes)
        {
            nodes.TryAdd(node.Name, names[node] = taken.Shorten(node.ShortName, node.Name));
        }

        taken = new();
        foreach (var message in database.Messages)
        {
            names[message] = taken.Shorten(message.ShortName, message.Name);
            AddSignals(message.Signals);
        }

        AddSignals(database.UnassignedSignals);
    }

    public string Of(NodeDefinition node) => names[node];

    public string Of(MessageDefinition message) => names[message];

    public string Of(SignalDefinition signal) => names[signal];

    /// <summary>The name in the file of a node that a message or a signal names; it may be none of the database's.</summary>
    public string OfNode(string name) => nodes.GetValueOrDefault(name, name);

    private void AddSignals(IReadOnlyList<SignalDefinition> signals)
    {
        var first = new Dictionary<string, SignalDefinition>(StringComparer.Ordinal);
        var shortener = new NameShortener();
        foreach (var signal in signals)
        {
            // In the branches of a multiplexer one name is one signal.
            if (first.TryGetValue(signal.ShortName, out var same) && same.Name == signal.Name
                && same.Multiplexer is not null && signal.Multiplexer is not null)
            {
                names[signal] = names[same];
                continue;
            }

            first.TryAdd(signal.ShortName, signal);
            names[signal] = first[signal.ShortName] == signal
                ? shortener.ShortenUnique(signal.ShortName, signal.Name)
                : shortener.ShortenUnique(signal.Name, signal.Name);
        }
    }

    /// <summary>Gives out names of at most <see cref="DbcNames.MaxLength"/> characters.</summary>
    private sealed class NameShortener
    {
        private readonly HashSet<string> taken = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

        /// <summary>The name that it had or, where that is too long, a short one that is given once.</summary>
        public string Shorten(string name, string longName)
        {
            if (name.Length > DbcNames.MaxLength)
            {
                return ShortenUnique(name, longName);
            }

            taken.Add(name);
            return name;
        }

        /// <summary>The name that it had or, where that is too long or taken, a short one; each is given once.</summary>
        public string ShortenUnique(string name, string longName)
        {
            if (name.Length <= DbcNames.MaxLength && taken.Add(name))
            {
                return name;
            }

            var letters = Letters(longName);
            if (letters.Length <= DbcNames.MaxLength && taken.Add(letters))
            {
                return letters;
            }

            // As Vector's tools do: what fits, and a number.
            while (true)
            {
                var stem = letters[..Math.Min(letters.Length, DbcNames.MaxLength - 5)];
                var count = counts.GetValueOrDefault(stem);
                counts[stem] = count + 1;
                var made = $"{stem}_{count:D4}";
                if (taken.Add(made))
                {
                    return made;
                }
            }
        }

        private static string Letters(string name)
        {
            var letters = new StringBuilder(name.Length);
            foreach (var character in name)
            {
                letters.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
            }

            return letters.Length == 0 || char.IsAsciiDigit(letters[0]) ? $"_{letters}" : letters.ToString();
        }
    }
}
