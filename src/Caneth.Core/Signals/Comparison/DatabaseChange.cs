using System.Diagnostics.CodeAnalysis;

namespace Caneth.Signals;

/// <summary>One difference between two databases.</summary>
/// <param name="Kind">Whether something was added, removed or changed.</param>
/// <param name="Part">What kind of thing it is about.</param>
/// <param name="Object">Which of them, by the name in the second database where it has one: <c>EngineData</c>, <c>EngineData.EngineSpeed</c>.</param>
/// <param name="Property">The property that differs, such as <c>Factor</c>, <c>Values[3]</c> or <c>Attributes[GenMsgCycleTime]</c>; null where all of it does.</param>
/// <param name="Old">What the first database has, or null.</param>
/// <param name="New">What the second database has, or null.</param>
[SuppressMessage("Naming", "CA1720", Justification = "It is the word that Compare-Object and its like have for it.")]
public sealed record DatabaseChange(DatabaseChangeKind Kind, DatabasePart Part, string Object, string? Property, object? Old, object? New)
{
    /// <summary>The difference on a line: <c>Changed EngineData.EngineSpeed Factor: 0.25 -> 0.5</c>.</summary>
    /// <returns>A text, without control characters.</returns>
    public override string ToString() => VisibleText.Of(FormattableString.Invariant(
        $"{Kind} {Part} {Object}{(Property is null ? "" : $" {Property}")}{(Old is null && New is null ? "" : $": {Old} -> {New}")}"));
}
