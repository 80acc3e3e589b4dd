using System.Globalization;

namespace Caneth.Signals;

/// <summary>What is likely to be a mistake in a database, though it could be read.</summary>
internal sealed class DatabaseChecks
{
    private readonly CanDatabase database;
    private readonly HashSet<string> nodes;
    private readonly List<DatabaseProblem> problems = [];

    private DatabaseChecks(CanDatabase database)
    {
        this.database = database;
        nodes = new(database.Nodes.Select(node => node.Name), StringComparer.Ordinal);
    }

    /// <summary>Checks a database.</summary>
    /// <returns>What was found, beside the problems that reading it found.</returns>
    public static IReadOnlyList<DatabaseProblem> Check(CanDatabase database)
    {
        var checks = new DatabaseChecks(database);
        checks.CheckNames();
        var overlaps = new OverlapSearch();
        foreach (var message in database.Messages)
        {
            checks.CheckMessage(message);
            checks.CheckOverlaps(message, overlaps);
        }

        return checks.problems;
    }

    private void Add(ProblemSeverity severity, string code, MessageDefinition message, SignalDefinition? signal, string text) =>
        problems.Add(new(severity, code, signal?.Line ?? message.Line, signal?.Column ?? message.Column, message.Name, signal?.Name, VisibleText.Of(text)));

    private void CheckNames()
    {
        var first = new Dictionary<string, MessageDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var message in database.Messages)
        {
            if (!first.TryAdd(message.Name, message))
            {
                var other = first[message.Name];
                Add(ProblemSeverity.Warning, "DuplicateMessageName", message, null, other.Name == message.Name
                    ? $"The name {Shown(message.Name)} stands twice, in lines {other.Line} and {message.Line}: by name the first is meant."
                    : $"The names {Shown(other.Name)} and {Shown(message.Name)} differ in the case of letters only.");
            }
        }
    }

    private void CheckMessage(MessageDefinition message)
    {
        var fd = message.Fd || message.Length > CanData.MaxClassicLength;
        if (message.Length <= CanData.MaxLength && !DataLengthCode.TryFromLength(message.Length, fd, out _))
        {
            Add(ProblemSeverity.Warning, "OddLength", message, null, $"No frame has {message.Length} bytes: CAN FD knows 8, 12, 16, 20, 24, 32, 48 and 64.");
        }
        else if (message.Length > CanData.MaxLength && !message.IsJ1939)
        {
            Add(ProblemSeverity.Warning, "OddLength", message, null, $"No frame has {message.Length} bytes: the most is {CanData.MaxLength}.");
        }

        CheckNodes(message, null, message.Senders);
        CheckAttributes(message, null, message.Attributes);
        var first = new Dictionary<string, SignalDefinition>(StringComparer.OrdinalIgnoreCase);
        foreach (var signal in message.Signals)
        {
            if (!first.TryAdd(signal.Name, signal) && first[signal.Name] is var other && other.Name != signal.Name)
            {
                Add(ProblemSeverity.Info, "SimilarNames", message, signal, $"The names {Shown(other.Name)} and {Shown(signal.Name)} differ in the case of letters only.");
            }

            CheckSignal(message, signal);
        }

        foreach (var group in message.Groups)
        {
            foreach (var name in group.Signals.Where(name => message.Find(name) is null))
            {
                Add(ProblemSeverity.Warning, "UnknownSignal", message, null, $"The group {Shown(group.Name)} names {Shown(name)}, but the message has no such signal.");
            }
        }
    }

    private void CheckSignal(MessageDefinition message, SignalDefinition signal)
    {
        if (signal.Layout.BytesNeeded > message.Length)
        {
            Add(ProblemSeverity.Warning, "BeyondMessage", message, signal,
                $"It reaches to byte {signal.Layout.BytesNeeded} of a message of {message.Length} bytes, so it is in no frame of that length.");
        }

        CheckNodes(message, signal, signal.Receivers);
        CheckAttributes(message, signal, signal.Attributes);
        if (signal.Kind is SignalKind.UnsignedInteger or SignalKind.SignedInteger)
        {
            CheckNumbers(message, signal, new(signal));
        }

        if (signal.Multiplexer is { Length: < SignalLayout.MaxNumberLength } above
            && signal.MultiplexValues.All(range => range.First > above.Layout.Mask))
        {
            Add(ProblemSeverity.Warning, "MultiplexValueTooLarge", message, signal,
                $"It is in the frame where {Shown(above.Name)} is {signal.MultiplexValues[0]}, but that has {above.Length} bits: it is in no frame.");
        }
    }

    private void CheckNumbers(MessageDefinition message, SignalDefinition signal, SignalRange range)
    {
        if (signal.Factor == 0)
        {
            Add(ProblemSeverity.Warning, "ZeroFactor", message, signal, "Its factor is 0: every raw value is the same, and no other can be sent.");
            return;
        }

        if (signal is { Minimum: { } minimum, Maximum: { } maximum })
        {
            var tolerance = Math.Abs(signal.Factor) / 2;
            if (minimum > range.Highest + tolerance || maximum < range.Lowest - tolerance)
            {
                Add(ProblemSeverity.Warning, "RangeBeyondBits", message, signal, Text(
                    $"No value is within its range of {minimum} to {maximum}: its {signal.Length} bits hold {range.Lowest} to {range.Highest}."));
            }
            else if (minimum < range.Lowest - tolerance || maximum > range.Highest + tolerance)
            {
                Add(ProblemSeverity.Info, "RangeBeyondBits", message, signal, Text(
                    $"Its range of {minimum} to {maximum} is wider than its {signal.Length} bits, which hold {range.Lowest} to {range.Highest}."));
            }

            if (signal.StartValue is { IsMissing: false, Text: null }
                && (signal.StartValue.Number < minimum - tolerance || signal.StartValue.Number > maximum + tolerance))
            {
                Add(ProblemSeverity.Warning, "StartValueOutOfRange", message, signal, Text(
                    $"Its start value of {signal.StartValue.Number} (raw {signal.StartValue.Raw}) is not within {minimum} to {maximum}; it is sent as it is."));
            }
        }

        CheckValues(message, signal, range);
    }

    private void CheckValues(MessageDefinition message, SignalDefinition signal, SignalRange range)
    {
        if (signal.Values is not { } values)
        {
            return;
        }

        if (values.Entries.FirstOrDefault(entry => !range.HoldsRaw(entry.Key)) is { Value: { } beyond } found)
        {
            Add(ProblemSeverity.Info, "ValueBeyondBits", message, signal, Text($"The value {found.Key} ({Shown(beyond)}) does not fit its {signal.Length} bits."));
        }

        var texts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (value, text) in values.Entries)
        {
            if (!texts.TryAdd(text, value) && texts[text] != value)
            {
                Add(ProblemSeverity.Info, "DuplicateText", message, signal, Text($"{texts[text]} and {value} are both called {Shown(text)}: by that name {texts[text]} is sent."));
                return;
            }
        }
    }

    private void CheckNodes(MessageDefinition message, SignalDefinition? signal, IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !nodes.Contains(name)) is { } unlisted)
        {
            Add(ProblemSeverity.Info, "UnlistedNode", message, signal,
                $"It is {(signal is null ? "sent" : "received")} by {Shown(unlisted)}, which the list of nodes (BU_) does not have.");
        }
    }

    private void CheckAttributes(MessageDefinition message, SignalDefinition? signal, AttributeSet attributes)
    {
        foreach (var (name, value) in attributes)
        {
            if (attributes.DefinitionOf(name) is not { } definition)
            {
                continue;
            }

            if (definition.IsEnum && !(value is string text && definition.Texts.Contains(text)))
            {
                Add(ProblemSeverity.Warning, "AttributeNotListed", message, signal, Text($"Its attribute {Shown(name)} is {Shown($"{value}")}, which is none of: {VisibleText.List(definition.Texts)}."));
            }
            else if (value is long or double && definition is { Minimum: { } minimum, Maximum: { } maximum } && minimum < maximum
                && Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && (number < minimum || number > maximum))
            {
                Add(ProblemSeverity.Info, "AttributeOutOfRange", message, signal, Text($"Its attribute {Shown(name)} is {value}, which is not within {minimum} to {maximum}."));
            }
        }
    }

    private void CheckOverlaps(MessageDefinition message, OverlapSearch overlaps)
    {
        foreach (var (signal, others) in overlaps.Find(message))
        {
            Add(ProblemSeverity.Warning, "OverlappingSignals", message, signal, $"It shares bits with {VisibleText.List(others.Select(other => other.Name))}"
                + ": each is read from its own bits, and a frame holds both only where these agree.");
        }

        if (overlaps.IsExhausted)
        {
            overlaps.IsExhausted = false;
            Add(ProblemSeverity.Info, "OverlapsNotChecked", message, null,
                "One message has too many signals for all of them to be checked for bits that they share.");
        }
    }

    private static string Shown(string text) => VisibleText.Shorten(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
