namespace Caneth.Signals.Dbc;

/// <summary>A file as it is written: what its statements make, before it is a database.</summary>
internal sealed class DbcDocument
{
    private readonly Dictionary<uint, MessageDraft> messages = [];
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

    public DbcText Text { get; }

    public DbcProblems Problems { get; }

    /// <summary>What statements say of messages, signals and nodes.</summary>
    public DbcAssignments Assignments { get; }

    /// <summary>The lists of values that were read last.</summary>
    public DbcValueLists ValueLists { get; }

    /// <summary>The receivers of the signal that was read last: those of the next one are the same, mostly.</summary>
    public string[] Receivers { get; set; } = [];

    public string? Version { get; set; }

    public string? Comment { get; set; }

    public int? BitRate { get; set; }

    public List<NodeDraft> Nodes { get; } = [];

    public List<MessageDraft> Messages { get; } = [];

    /// <summary>The attributes of the database itself.</summary>
    public AttributeSet Attributes { get; }

    public List<AttributeDefinition> AttributeDefinitions { get; } = [];

    public List<KeyValuePair<string, object>> AttributeDefaults { get; } = [];

    public Dictionary<string, ValueTable> ValueTables { get; } = new(StringComparer.Ordinal);

    /// <summary>Statements that say nothing of frames, as they are written: they are kept for writing.</summary>
    public List<string> Kept { get; } = [];

    /// <summary>Whether the statement that was just read is about an environment variable, which is no part of any frame.</summary>
    public bool ConcernsEnvironment { get; set; }

    /// <summary>Whether there was a statement: there is none in what is not a database.</summary>
    public bool HasStatements { get; set; }

    /// <summary>What the file begins with in the place of a statement, for messages.</summary>
    public string? FirstUnknown { get; set; }

    public int FirstUnknownLine { get; set; }

    public void Add(MessageDraft message)
    {
        Messages.Add(message);
        messages.TryAdd(message.Number, message);
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
    public MessageDraft? FindMessage(uint number) => messages.GetValueOrDefault(number);

    public NodeDraft? FindNode(string name) => nodes.GetValueOrDefault(name);

    /// <summary>The definitions of the attributes of nodes, of messages or of what else.</summary>
    public Dictionary<string, AttributeDefinition> DefinitionsOf(AttributeScope scope) => definitions[(int)scope];

    /// <summary>Ties together what could not be while the file was still being read.</summary>
    public void Finish()
    {
        foreach (var message in Messages)
        {
            var first = messages[message.Number];
            if (first != message)
            {
                first.AddOther(message);
                Problems.Add(ProblemSeverity.Warning, "DuplicateMessage", message.Position,
                    $"The id {message.Number} is used twice: frames are decoded as {DbcWords.Show(first.Name)}, never as {DbcWords.Show(message.Name)}.", message.Name);
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
