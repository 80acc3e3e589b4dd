using System.Globalization;

namespace Caneth.Signals.Dbc;

/// <summary>What is said of messages and signals that could not be taken as they are. Apart from what makes them, since it is seldom needed.</summary>
internal static class DbcProblemTexts
{
    public static void AddDuplicateMessage(this DbcProblems problems, MessageDraft message, MessageDraft first) =>
        problems.Add(ProblemSeverity.Warning, "DuplicateMessage", message.Position,
            $"The id {message.Number} is used twice: frames are decoded as {DbcWords.Show(first.Name)}, never as {DbcWords.Show(message.Name)}.", message.Name);

    public static void AddIdTooLarge(this DbcProblems problems, MessageDraft message, uint? takenAs) =>
        problems.Add(ProblemSeverity.Warning, "IdTooLarge", message.Position,
            $"The id {message.Number} has more than 29 bits; {(takenAs is { } id ? $"it was taken as 0x{id:X}" : "no frame matches it")}.", message.Name);

    public static void AddStandardIdTooLarge(this DbcProblems problems, MessageDraft message) =>
        problems.Add(ProblemSeverity.Warning, "StandardIdTooLarge", message.Position,
            $"The id 0x{message.Number:X} is above 0x{CanId.MaxStandard:X}, the largest standard (11-bit) id, and not marked as extended; it was taken as extended.",
            message.Name);

    public static void AddDuplicateSignal(this DbcProblems problems, MessageDraft message, SignalDraft signal, string newName) =>
        problems.Add(ProblemSeverity.Warning, "DuplicateSignal", signal.Position,
            $"The message {DbcWords.Show(message.Name)} has a signal {DbcWords.Show(signal.Name)} already; this one was renamed to {DbcWords.Show(newName)}.",
            message.Name, signal.Name);

    public static void AddReversedRange(this DbcProblems problems, SignalDraft signal) =>
        problems.Add(ProblemSeverity.Warning, "ReversedRange", signal.Position, string.Create(CultureInfo.InvariantCulture,
            $"The range of {DbcWords.Show(signal.Name)} is [{signal.Minimum}|{signal.Maximum}]: its minimum is above its maximum. It was left out."), null, signal.Name);

    public static void AddEmptySignal(this DbcProblems problems, SignalDraft signal) =>
        problems.Add(ProblemSeverity.Warning, "EmptySignal", signal.Position,
            $"The signal {DbcWords.Show(signal.Name)} has a length of 0 bits. It is listed, but no frame has it.", null, signal.Name);

    public static void AddBadFloatLength(this DbcProblems problems, SignalDraft signal) =>
        problems.Add(ProblemSeverity.Warning, "BadFloatLength", signal.Position,
            $"SIG_VALTYPE_ makes {DbcWords.Show(signal.Name)} a float of {32 * signal.First.FloatType} bits, but it has {signal.Length}. It is read as an integer.",
            null, signal.Name);

    public static void AddUndefinedAttribute(this DbcProblems problems, in DbcAssignment assignment) =>
        problems.Add(ProblemSeverity.Info, "UndefinedAttribute", assignment.Of.Position,
            $"The attribute {DbcWords.Show(assignment.Name!)} is set, but no BA_DEF_ defines it. Its value was kept.");

    public static void AddUnknownValueTable(this DbcProblems problems, in DbcAssignment assignment) =>
        problems.Add(ProblemSeverity.Warning, "UnknownValueTable", assignment.Of.Position,
            $"There is no VAL_TABLE_ {DbcWords.Show(assignment.Name!)}. The signal {DbcWords.Show(assignment.Of.Name!)} has no texts from it.",
            null, assignment.Of.Name);

    public static void AddUnknownNode(this DbcProblems problems, in DbcReference of) =>
        problems.Add(ProblemSeverity.Warning, "UnknownNode", of.Position, $"BU_ names no node {DbcWords.Show(of.Name!)}. The statement was left out.");

    public static void AddUnknownMessage(this DbcProblems problems, in DbcReference of) =>
        problems.Add(ProblemSeverity.Warning, "UnknownMessage", of.Position, $"The file has no message with the id {of.Message}. The statement was left out.");

    public static void AddUnknownSignal(this DbcProblems problems, in DbcReference of, MessageDraft message) =>
        problems.Add(ProblemSeverity.Warning, "UnknownSignal", of.Position,
            $"The message {DbcWords.Show(message.Name)} has no signal {DbcWords.Show(of.Name!)}. The statement was left out.", message.Name, of.Name);
}
