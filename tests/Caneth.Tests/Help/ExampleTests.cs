namespace Caneth.Tests.Help;

/// <summary>Every example of the documentation runs as it is, one after another, as someone reads a page and tries it.</summary>
/// <remarks>In parts, which run beside each other: most examples wait for something most of their time.</remarks>
public abstract class ExampleTests : IDisposable
{
    private readonly TemporaryFolder folder = new("caneth examples ");

    protected void Run(string page)
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

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class ArticleExampleTests : ExampleTests
{
    [Theory]
    [MemberData(nameof(Examples.Articles), MemberType = typeof(Examples))]
    public void The_examples_of_an_article_run_one_after_another(string page) => Run(page);
}

public sealed class CommandsToGetExampleTests : ExampleTests
{
    [Theory]
    [MemberData(nameof(Examples.CommandsToGet), MemberType = typeof(Examples))]
    public void The_examples_of_a_page_run_one_after_another(string page) => Run(page);
}

public sealed class CommandsAfterGetExampleTests : ExampleTests
{
    [Theory]
    [MemberData(nameof(Examples.CommandsAfterGet), MemberType = typeof(Examples))]
    public void The_examples_of_a_page_run_one_after_another(string page) => Run(page);
}
