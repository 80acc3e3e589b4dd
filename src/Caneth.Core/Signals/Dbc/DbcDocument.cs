namespace Caneth.Signals.Dbc;

/// <summary>A file as it is written: what its statements make, before it is a database.</summary>
internal sealed class DbcDocument
{
    // By the number of the message; as an int, since the runtime has the code of such dictionaries ready.
    private readonly Dictionary<int, MessageDraft> messages = [];
    private readonly Dictionary<string, NodeDraft> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeDefinition>[] definitions = new Dictionary<string, AttributeDefinition>[(int)AttributeScope.EnvironmentVariable + 1];

    public DbcDocument(DbcText text, DbcProblems problems)
    {
        Text = text;
        Problems = problems;
        Assignments = new(this);
        ValueLists = new(text);
        for (var scope = 0; scope < definitions.Length; scope++)
        {
            definitions[scope] = new(StringComparer.Ordinal);
        }

        Attributes = new(definitions[(int)AttributeScope.Database]);
    }

    public readonly DbcText Text;

    public readonly DbcProblems Problems;

    /// <summary>What statements say of messages, signals and nodes.</summary>
    public readonly DbcAssignments Assignments;

    /// <summary>The lists of values that were read last.</summary>
    public readonly DbcValueLists ValueLists;

    /// <summary>The receivers of the signal that was read last: those of the next one are the same, mostly.</summary>
    public string[] Receivers = [];

    public string? Version;

    public string? Comment;

    public int? BitRate;

    public readonly List<NodeDraft> Nodes = [];

    public readonly List<MessageDraft> Messages = [];

    /// <summary>The message whose signals follow; null before the first, and where its statement could not be read.</summary>
    public MessageDraft? Message;

    /// <summary>Whether there was a message that could not be read.</summary>
    public bool HasLostMessage;

    /// <summary>The attributes of the database itself.</summary>
    public readonly AttributeSet Attributes;

    public readonly List<AttributeDefinition> AttributeDefinitions = [];

    public readonly List<KeyValuePair<string, object>> AttributeDefaults = [];

    public readonly Dictionary<string, ValueTable> ValueTables = new(StringComparer.Ordinal);

    /// <summary>Statements that say nothing of frames, as they are written: they are kept for writing.</summary>
    public readonly List<string> Kept = [];

    /// <summary>Whether the statement that was just read is about an environment variable, which is no part of any frame.</summary>
    public bool ConcernsEnvironment;

    /// <summary>Whether there was a statement: there is none in what is not a database.</summary>
    public bool HasStatements;

    /// <summary>What the file begins with in the place of a statement, for messages.</summary>
    public string? FirstUnknown;

    public int FirstUnknownLine;

    public void Add(MessageDraft message)
    {
        Messages.Add(message);
        messages.TryAdd((int)message.Number, message);
    }

    public void Add(NodeDraft node)
    {
        Nodes.Add(node);
        nodes.TryAdd(node.Name, node);
    }

    public void Add(AttributeDefinition definition)
    {
        AttributeDefinitions.Add(definition);
        definitions[(int)definition.Scope][definition.Name] = definition;
    }

    /// <summary>The first message of a number.</summary>
    public MessageDraft? FindMessage(uint number) => messages.TryGetValue((int)number, out var message) ? message : null;

    public NodeDraft? FindNode(string name) => nodes.TryGetValue(name, out var node) ? node : null;

    /// <summary>The definitions of the attributes of nodes, of messages or of what else.</summary>
    public Dictionary<string, AttributeDefinition> DefinitionsOf(AttributeScope scope) => definitions[(int)scope];

    /// <summary>Ties together what could not be while the file was still being read.</summary>
    public void Finish()
    {
        foreach (var message in Messages)
        {
            var first = messages[(int)message.Number];
            if (first != message)
            {
                first.AddOther(message);
                Problems.AddDuplicateMessage(message, first);
            }
        }

        foreach (var (attribute, value) in AttributeDefaults)
        {
            foreach (var scope in definitions)
            {
                if (scope.TryGetValue(attribute, out var definition))
                {
                    definition.Default = definition.Convert(value);
                }
            }
        }

        Assignments.Finish();
    }
}
