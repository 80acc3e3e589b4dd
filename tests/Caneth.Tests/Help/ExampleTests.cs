namespace Caneth.Tests.Help;

/// <summary>Every example of the documentation runs as it is, one after another, as someone reads a page and tries it.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new("caneth examples ");

    /// <summary>The pages.</summary>
    public static TheoryData<string> Pages => [.. Examples.Pages.Where(page => Examples.In(page).Any())];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_examples_of_a_page_run_one_after_another(string page)
    {
        using var shell = new Shell();
        Examples.Prepare(shell, folder);
        foreach (var example in Examples.In(page))
        {
            var errors = shell.Try(example).Errors;
            Assert.True(errors.Count == 0, $"{page}:\n{example}\n\n{string.Join('\n', errors)}");

            // A handler shows its errors on the host, and one example is about them.
            var shown = shell.Host.TakeText();
            Assert.True(!shown.Contains("ERROR", StringComparison.Ordinal) || example.Contains("throw", StringComparison.Ordinal), shown);
        }
    }

    public void Dispose() => folder.Dispose();
}
