using System.Globalization;
using Caneth.Signals.Dbc;

namespace Caneth.Signals;

/// <summary>
/// Compares two databases by what they mean: not by the order of their statements, nor by how numbers, texts and multiplexers are
/// written. What has another name and all else the same is the same thing with another name.
/// </summary>
internal sealed class DatabaseComparer
{
    private readonly CanDatabase old;
    private readonly CanDatabase now;
    private readonly bool includeEqual;
    private readonly List<DatabaseChange> changes = [];

    private DatabaseComparer(CanDatabase old, CanDatabase now, bool includeEqual)
    {
        this.old = old;
        this.now = now;
        this.includeEqual = includeEqual;
    }

    /// <summary>Compares two databases.</summary>
    public static IReadOnlyList<DatabaseChange> Compare(CanDatabase old, CanDatabase now, bool includeEqual)
    {
        var comparer = new DatabaseComparer(old, now, includeEqual);
        comparer.Compare();
        return comparer.changes;
    }

    private void Compare()
    {
        CompareThing(DatabasePart.Database, now.Name, properties =>
        {
            properties.Add("Version", old.Version ?? "", now.Version ?? "");
            properties.Add("Comment", old.Comment, now.Comment);
            properties.Add("BitRate", old.BitRate, now.BitRate);
            properties.Add(old.Attributes, now.Attributes);
        });
        foreach (var (before, after) in Pairing.Of(old.Nodes, now.Nodes, node => node.Name))
        {
            CompareNodes(before, after);
        }

        foreach (var (before, after) in Pairing.Of(old.Messages, now.Messages,
            message => (message.Name, message.Id, message.Extended), message => message.Name, message => (message.Id, message.Extended)))
        {
            CompareMessages(before, after);
        }

        CompareSignals("", old.UnassignedSignals, now.UnassignedSignals);
        foreach (var (before, after) in Pairing.Of([.. old.ValueTables.Values], [.. now.ValueTables.Values], table => table.Name!))
        {
            CompareValueTables(before, after);
        }

        foreach (var (before, after) in Pairing.Of(DefinitionsOf(old), DefinitionsOf(now), definition => (definition.Scope, definition.Name)))
        {
            CompareDefinitions(before, after);
        }

        foreach (var (before, after) in Pairing.Of<string>([.. old.Kept.Select(OnOneLine)], [.. now.Kept.Select(OnOneLine)], statement => statement))
        {
            var word = (before ?? after)!.Split(' ')[0];
            _ = IsInBoth(DatabasePart.Statement, word, before, after, before, after);
        }
    }

    /// <summary>What a database defines; of what stands twice the last, since that holds. Long names are names, and no attributes.</summary>
    private static AttributeDefinition[] DefinitionsOf(CanDatabase database) =>
        [.. database.AttributeDefinitions.Where(definition => !DbcNames.IsLongName(definition.Name))
            .GroupBy(definition => (definition.Scope, definition.Name)).Select(group => group.Last())];

    private static string OnOneLine(string statement) => string.Join(' ', statement.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void CompareNodes(NodeDefinition? before, NodeDefinition? after)
    {
        if (!IsInBoth(DatabasePart.Node, (after ?? before)!.Name, before, after))
        {
            return;
        }

        CompareThing(DatabasePart.Node, after!.Name, properties =>
        {
            properties.Add("Comment", before!.Comment, after.Comment);
            properties.Add(before.Attributes, after.Attributes);
        });
    }

    private void CompareMessages(MessageDefinition? before, MessageDefinition? after)
    {
        if (!IsInBoth(DatabasePart.Message, (after ?? before)!.Name, before, after, Summary(before), Summary(after)))
        {
            return;
        }

        CompareThing(DatabasePart.Message, after!.Name, properties =>
        {
            properties.Add("Name", before!.Name, after.Name);
            properties.Add("Id", IdOf(before), IdOf(after));
            properties.Add("Length", before.Length, after.Length);
            properties.Add("Fd", before.Fd, after.Fd);
            properties.Add("IsJ1939", before.IsJ1939, after.IsJ1939);
            properties.AddNames("Senders", before.Senders, after.Senders);
            properties.Add("Comment", before.Comment, after.Comment);
            properties.AddNames("Groups", GroupsOf(before), GroupsOf(after));
            properties.Add(before.Attributes, after.Attributes);
        });
        CompareSignals($"{after.Name}.", before!.Signals, after.Signals);
    }

    private void CompareSignals(string of, IReadOnlyList<SignalDefinition> before, IReadOnlyList<SignalDefinition> after)
    {
        foreach (var (one, other) in Pairing.Of(before, after, signal => (signal.Name, BranchOf(signal)), signal => signal.Name,
            signal => (signal.StartBit, signal.Length, signal.ByteOrder, BranchOf(signal))))
        {
            CompareSignals(of, one, other);
        }
    }

    private void CompareSignals(string of, SignalDefinition? before, SignalDefinition? after)
    {
        var name = $"{of}{(after ?? before)!.Name}";
        if (!IsInBoth(DatabasePart.Signal, name, before, after, Summary(before), Summary(after)))
        {
            return;
        }

        CompareThing(DatabasePart.Signal, name, properties =>
        {
            properties.Add("Name", before!.Name, after!.Name);
            properties.Add("StartBit", before.StartBit, after.StartBit);
            properties.Add("Length", before.Length, after.Length);
            properties.Add("ByteOrder", before.ByteOrder, after.ByteOrder);
            properties.Add("Kind", before.Kind, after.Kind);
            properties.Add("Factor", before.Factor, after.Factor);
            properties.Add("Offset", before.Offset, after.Offset);
            properties.Add("Minimum", before.ExactMinimum, after.ExactMinimum);
            properties.Add("Maximum", before.ExactMaximum, after.ExactMaximum);
            properties.Add("Unit", before.Unit, after.Unit);
            properties.Add("Multiplexer", before.Multiplexer?.Name, after.Multiplexer?.Name);
            properties.Add("MultiplexValues", RangesOf(before), RangesOf(after));
            properties.Add(before.Values, after.Values);
            properties.AddNames("Receivers", before.Receivers, after.Receivers);
            properties.Add("Comment", before.Comment, after.Comment);
            properties.Add(before.Attributes, after.Attributes);
        });
    }

    private void CompareValueTables(ValueTable? before, ValueTable? after)
    {
        var name = (after ?? before)!.Name!;
        if (IsInBoth(DatabasePart.ValueTable, name, before, after))
        {
            CompareThing(DatabasePart.ValueTable, name, properties => properties.Add(before, after));
        }
    }

    private void CompareDefinitions(AttributeDefinition? before, AttributeDefinition? after)
    {
        var either = (after ?? before)!;
        if (!IsInBoth(DatabasePart.AttributeDefinition, $"{either.Scope}.{either.Name}", before, after))
        {
            return;
        }

        CompareThing(DatabasePart.AttributeDefinition, $"{either.Scope}.{either.Name}", properties =>
        {
            properties.Add("Type", before!.Type, after!.Type);
            properties.Add("Minimum", before.Minimum, after.Minimum);
            properties.Add("Maximum", before.Maximum, after.Maximum);
            properties.Add("Texts", string.Join(", ", before.Texts), string.Join(", ", after.Texts));
            properties.Add("Default", before.Default, after.Default);
        });
    }

    /// <summary>Whether both have a thing; where only one has, that is the difference.</summary>
    private bool IsInBoth(DatabasePart part, string name, object? before, object? after, object? shownBefore = null, object? shownAfter = null)
    {
        if (before is not null && after is not null)
        {
            return true;
        }

        changes.Add(new(before is null ? DatabaseChangeKind.Added : DatabaseChangeKind.Removed, part, name, null, shownBefore, shownAfter));
        return false;
    }

    private void CompareThing(DatabasePart part, string name, Action<PropertyDifferences> compare)
    {
        var count = changes.Count;
        compare(new(changes, part, name));
        if (includeEqual && changes.Count == count)
        {
            changes.Add(new(DatabaseChangeKind.Equal, part, name, null, null, null));
        }
    }

    private static string IdOf(MessageDefinition message) => message.Extended ? $"0x{message.Id:X8}" : $"0x{message.Id:X3}";

    private static string BranchOf(SignalDefinition signal) => signal.Multiplexer is { } above ? $"{above.Name}={RangesOf(signal)}" : "";

    private static string RangesOf(SignalDefinition signal) => string.Join(", ", signal.MultiplexValues);

    private static IReadOnlyList<string> GroupsOf(MessageDefinition message) =>
        [.. message.Groups.Select(group => $"{group.Name} {group.Repetitions}: {string.Join(' ', group.Signals.Order(StringComparer.Ordinal))}")];

    private static string? Summary(MessageDefinition? message) => message is null ? null
        : $"{IdOf(message)}, {message.Length} bytes, {message.Signals.Count} signals";

    private static string? Summary(SignalDefinition? signal) => signal is null ? null : string.Create(CultureInfo.InvariantCulture,
        $"{signal.StartBit}|{signal.Length}@{(signal.ByteOrder == ByteOrder.LittleEndian ? 1 : 0)}{(signal.Kind == SignalKind.SignedInteger ? '-' : '+')} ({signal.Factor},{signal.Offset}) {signal.Unit}").TrimEnd();
}
