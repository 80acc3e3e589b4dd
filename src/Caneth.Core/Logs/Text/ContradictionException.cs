namespace Caneth.Logs.Text;

/// <summary>A line shows that those before it were read in the wrong way, so that the file cannot be believed.</summary>
internal sealed class ContradictionException(string message) : Exception(message);
