namespace Caneth.Signals;

/// <summary>Signals of a message that belong together.</summary>
/// <param name="Name">The name of the group.</param>
/// <param name="Repetitions">How many times it is sent, as the file says.</param>
/// <param name="Signals">The names of its signals.</param>
public sealed record SignalGroup(string Name, int Repetitions, IReadOnlyList<string> Signals);
