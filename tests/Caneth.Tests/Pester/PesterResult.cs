using System.Xml.Linq;

namespace Caneth.Tests.Pester;

/// <summary>What became of a test of the Pester suite, or of all of them.</summary>
/// <param name="Name">Its full name, as <c>Sending.sends an id and data</c>.</param>
/// <param name="Status">Pester's word for it: Passed, Failed, Skipped or Inconclusive.</param>
/// <param name="Message">Why it did not pass, and where.</param>
/// <param name="File">The results of all tests; null for one of them.</param>
public sealed record PesterResult(string Name, string Status, string Message, string? File = null)
{
    /// <summary>Reads the results of a run from a file in JUnit's format, as Pester writes it.</summary>
    public static IReadOnlyList<PesterResult> Read(string file) =>
        [.. XDocument.Load(file).Descendants("testcase").Select(test => new PesterResult(
            test.Attribute("name")!.Value,
            test.Attribute("status")!.Value,
            string.Join('\n', test.Elements().Select(element => $"{element.Attribute("message")?.Value}\n{element.Value}".Trim()))))];

    /// <summary>
    /// What became of the whole run, named by its numbers. It fails where something went wrong that is no test's failure, which must
    /// not be lost.
    /// </summary>
    public static PesterResult OfAll(IReadOnlyList<PesterResult> tests, int exitCode, string output, string file)
    {
        var passed = tests.Count(test => test.Status == "Passed");
        var skipped = tests.Count(test => test.Status == "Skipped");
        var failed = tests.Count - passed - skipped;
        var isWell = passed > 0 && (exitCode == 0 || failed > 0);
        return new($"{passed} passed, {failed} failed, {skipped} skipped", isWell ? "Passed" : "Failed", isWell ? "" : output, file);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
