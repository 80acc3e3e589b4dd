namespace Caneth.Signals.Dbc;

/// <summary>
/// Does what statements say. They may come in any order; one that refers to what is not known yet waits until the file has been read,
/// and so do all after it, so that the last of several that say the same still holds. In nearly every file none has to.
/// </summary>
internal sealed class DbcAssignments(DbcDocument document)
{
    private List<DbcAssignment>? waiting;

    public void Add(in DbcAssignment assignment)
    {
        if (waiting is not null || !TryApply(assignment))
        {
            (waiting ??= []).Add(assignment);
        }
    }

    /// <summary>Does what has waited; what refers to nothing is a problem.</summary>
    public void Finish()
    {
        if (waiting is null)
        {
            return;
        }

        foreach (var assignment in waiting)
        {
            if (assignment.Property == DbcProperty.Attribute && !IsDefined(assignment))
            {
                document.Problems.AddUndefinedAttribute(assignment);
            }

            if (assignment.Property == DbcProperty.ValueTable && !document.ValueTables.ContainsKey(assignment.Name!))
            {
                document.Problems.AddUnknownValueTable(assignment);
            }
            else if (!TryApplyToTarget(assignment))
            {
                ReportUnknown(assignment.Of);
            }
        }
    }

    private bool TryApply(in DbcAssignment assignment) => assignment.Property switch
    {
        DbcProperty.Attribute when !IsDefined(assignment) => false,
        DbcProperty.ValueTable when !document.ValueTables.ContainsKey(assignment.Name!) => false,
        _ => TryApplyToTarget(assignment),
    };

    private bool IsDefined(in DbcAssignment assignment) => document.DefinitionsOf(assignment.Of.Scope).ContainsKey(assignment.Name!);

    /// <summary>Does what a statement says, where what it refers to is there.</summary>
    private bool TryApplyToTarget(in DbcAssignment assignment)
    {
        var of = assignment.Of;
        switch (of.Scope)
        {
            case AttributeScope.Node when document.FindNode(of.Name!) is { } node:
                Apply(assignment, node);
                return true;
            case AttributeScope.Message when document.FindMessage(of.Message) is { } message:
                Apply(assignment, message);
                return true;
            case AttributeScope.Signal when document.FindMessage(of.Message)?.FindHereOrInOther(of.Name!) is { } signal:
                Apply(assignment, signal);
                return true;
            case AttributeScope.Database:
                Apply(assignment);
                return true;
            default:
                return of.Scope == AttributeScope.EnvironmentVariable;
        }
    }

    private void Apply(in DbcAssignment assignment)
    {
        if (assignment.Property == DbcProperty.Attribute)
        {
            document.Attributes.Set(assignment.Name!, assignment.Value!);
        }
        else
        {
            document.Comment ??= (string)assignment.Value!;
        }
    }

    private void Apply(in DbcAssignment assignment, NodeDraft node)
    {
        if (assignment.Property == DbcProperty.Attribute)
        {
            (node.Attributes ??= new(document.DefinitionsOf(AttributeScope.Node))).Set(assignment.Name!, assignment.Value!);
        }
        else
        {
            node.Comment = (string)assignment.Value!;
        }
    }

    private void Apply(in DbcAssignment assignment, MessageDraft message)
    {
        switch (assignment.Property)
        {
            case DbcProperty.Attribute:
                (message.Attributes ??= new(document.DefinitionsOf(AttributeScope.Message))).Set(assignment.Name!, assignment.Value!);
                break;
            case DbcProperty.Comment:
                message.Comment = (string)assignment.Value!;
                break;
            case DbcProperty.Group:
                (message.Groups ??= []).Add((SignalGroup)assignment.Value!);
                break;
            case DbcProperty.Senders:
                message.Senders.AddRange((List<string>)assignment.Value!);
                break;
        }
    }

    private void Apply(in DbcAssignment assignment, SignalDraft signal)
    {
        switch (assignment.Property)
        {
            case DbcProperty.Attribute:
                (signal.Attributes ??= new(document.DefinitionsOf(AttributeScope.Signal))).Set(assignment.Name!, assignment.Value!);
                break;
            case DbcProperty.Comment:
                signal.Comment = (string)assignment.Value!;
                break;
            case DbcProperty.Values:
                signal.Values = (ValueTable)assignment.Value!;
                break;
            case DbcProperty.ValueTable:
                signal.Values = document.ValueTables[assignment.Name!];
                break;
            case DbcProperty.FloatType:
                signal.FloatType = (int)assignment.Value!;
                break;
            case DbcProperty.Multiplexer:
                signal.Switch ??= new();
                signal.Switch.Name = assignment.Name!;
                signal.Switch.Ranges.AddRange((List<MultiplexRange>)assignment.Value!);
                break;
        }
    }

    private void ReportUnknown(in DbcReference of)
    {
        if (of.Scope == AttributeScope.Node)
        {
            document.Problems.AddUnknownNode(of);
        }
        else if (document.FindMessage(of.Message) is { } message)
        {
            document.Problems.AddUnknownSignal(of, message);
        }
        else
        {
            document.Problems.AddUnknownMessage(of);
        }
    }
}
