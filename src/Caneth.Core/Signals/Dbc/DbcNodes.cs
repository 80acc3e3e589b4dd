namespace Caneth.Signals.Dbc;

/// <summary>The nodes of a file, which messages and signals name by the short names and people by the long ones.</summary>
internal sealed class DbcNodes
{
    private readonly Dictionary<string, string> longNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string[], string[]> lists = [];

    public DbcNodes(DbcDocument document)
    {
        var none = new AttributeSet(document.DefinitionsOf(AttributeScope.Node));
        Definitions = new NodeDefinition[document.Nodes.Count];
        for (var index = 0; index < Definitions.Length; index++)
        {
            var draft = document.Nodes[index];
            var name = DbcNames.LongName(draft.Attributes, DbcNames.LongNode, draft.Name);
            if (name != draft.Name)
            {
                longNames.TryAdd(draft.Name, name);
            }

            Definitions[index] = new(name, draft.Name, draft.Comment, draft.Attributes ?? none, draft.Place.Line);
        }
    }

    public NodeDefinition[] Definitions { get; }

    /// <summary>The nodes that send a message, each once.</summary>
    public string[] SendersOf(MessageDraft message)
    {
        var senders = new List<string>(message.Senders.Count);
        foreach (var name in message.Senders)
        {
            if (IsNode(name) && longNames.GetValueOrDefault(name, name) is var found && !senders.Contains(found))
            {
                senders.Add(found);
            }
        }

        return [.. senders];
    }

    /// <summary>The nodes of a list, by their long names; lists that are one object stay one.</summary>
    public string[] WithLongNames(string[] names)
    {
        if (names.Length == 0 || lists.TryGetValue(names, out var found))
        {
            return names.Length == 0 ? names : lists[names];
        }

        found = Array.FindAll(names, IsNode);
        for (var index = 0; index < found.Length; index++)
        {
            found[index] = longNames.GetValueOrDefault(found[index], found[index]);
        }

        lists.Add(names, found);
        return found;
    }

    /// <summary>Whether a name is that of a node: Vector's tools write Vector__XXX where there is none.</summary>
    private static bool IsNode(string name) => name is not ("Vector__XXX" or "VECTOR__XXX" or "XXX");
}
