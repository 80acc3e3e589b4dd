using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Caneth.Tests.Help;

/// <summary>What the pages for .NET users show compiles, and what docs/library.md shows also runs and writes what it says.</summary>
public sealed partial class LibraryPageTests : IDisposable
{
    // What a new project has, and a console that can be read.
    private const string Surroundings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;

        public static class Console
        {
            public static System.Collections.Concurrent.ConcurrentQueue<string> Lines { get; } = new();

            public static void WriteLine(object text) => Lines.Enqueue(text.ToString());
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll")
            .Where(file => Path.GetFileName(file) is ['S', 'y', 's', ..] or "netstandard.dll" && !file.EndsWith(".Native.dll", StringComparison.Ordinal))
            .Append(typeof(CanFrame).Assembly.Location)
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<int, string, string> Snippets { get; } = Read();

    [Theory]
    [MemberData(nameof(Snippets))]
    public async Task Each_snippet_runs_and_writes_what_the_page_says(int line, string code, string expected)
    {
        using var assembly = new MemoryStream();
        var result = Compile(code.Replace("\"drive.", $"\"{folder.Path.Replace('\\', '/')}/drive.", StringComparison.Ordinal)).Emit(
            assembly, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, $"Line {line}: {string.Join(Environment.NewLine, result.Diagnostics)}");
        var program = System.Reflection.Assembly.Load(assembly.ToArray());
        await Task.Run(() => program.EntryPoint!.Invoke(null, [Array.Empty<string>()]), TestContext.Current.CancellationToken)
            .WaitAsync(TestContext.Current.CancellationToken);
        var lines = (ConcurrentQueue<string>)program.GetType("Console")!.GetProperty("Lines")!.GetValue(null)!;
        Assert.Equal(expected.ReplaceLineEndings("\n"), string.Join('\n', lines));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("src/Caneth.Core/README.md")]
    public void What_a_readme_shows_compiles(string page)
    {
        foreach (Match block in Blocks().Matches(File.ReadAllText(Checkout.At(page)).ReplaceLineEndings("\n")))
        {
            const string Usual = """
                using Caneth; using Caneth.Logs; using Caneth.Sessions; using Caneth.Simulation;
                GatewaySimulator simulator = null!;

                """;
            var code = block.Groups["code"].Value;
            code = code.Contains("GatewaySimulator.Start", StringComparison.Ordinal) ? code : Usual + code;
            Assert.Empty(Compile(code).GetDiagnostics(TestContext.Current.CancellationToken).Where(problem => problem.Severity == DiagnosticSeverity.Error));
        }
    }

    [Fact]
    public void The_page_is_found_from_the_readme_the_index_and_the_site()
    {
        Assert.Contains("docs/library.md", File.ReadAllText(Checkout.At("README.md")));
        Assert.Contains("(library.md)", File.ReadAllText(Checkout.At("docs", "index.md")));
        Assert.Contains("../../library.md", File.ReadAllText(Checkout.At("docs", "site", "guides", "toc.yml")));
    }

    public void Dispose() => folder.Dispose();

    private static CSharpCompilation Compile(string code) => CSharpCompilation.Create(
        $"Snippet{Guid.NewGuid():N}",
        [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Surroundings)],
        References,
        new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));

    private static TheoryData<int, string, string> Read()
    {
        var page = File.ReadAllText(Checkout.At("docs", "library.md")).ReplaceLineEndings("\n");
        var found = new TheoryData<int, string, string>();
        foreach (Match block in Blocks().Matches(page))
        {
            found.Add(page[..block.Index].Count(character => character == '\n') + 1, block.Groups["code"].Value, block.Groups["output"].Value);
        }

        return found;
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)\n```(\n\n```text\n(?<output>.*?)\n```)?", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
