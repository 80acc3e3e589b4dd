using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>One difference between two databases.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "It is the word that Compare-Object and its like have for it.")]
public sealed class DatabaseChange
{
    internal DatabaseChange(DatabaseChangeKind kind, DatabasePart part, string name, string? property, object? old, object? now)
    {
        Kind = kind;
        Part = part;
        Object = name;
        Property = property;
        Old = old;
        New = now;
    }

    /// <summary>Whether something was added, removed or changed.</summary>
    public DatabaseChangeKind Kind { get; }

    /// <summary>What kind of thing it is about.</summary>
    public DatabasePart Part { get; }

    /// <summary>Which of them, by the name in the second database where it has one: <c>EngineData</c>, <c>EngineData.EngineSpeed</c>.</summary>
    public string Object { get; }

    /// <summary>
    /// The property that differs, such as <c>Factor</c>, <c>Values[3]</c> or <c>Attributes[GenMsgCycleTime]</c>; null where all of it does.
    /// </summary>
    public string? Property { get; }

    /// <summary>What the first database has, or null.</summary>
    public object? Old { get; }

    /// <summary>What the second database has, or null.</summary>
    public object? New { get; }

    /// <summary>The difference on a line: <c>Changed EngineData.EngineSpeed Factor: 0.25 -> 0.5</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => VisibleText.Of(FormattableString.Invariant(
        $"{Kind} {Part} {Object}{(Property is null ? "" : $" {Property}")}{(Old is null && New is null ? "" : $": {Old} -> {New}")}"));
}
