using Caneth.Help;
using Caneth.Tests.Help;
using Module = Caneth.Help.Module;

namespace Caneth.Tests;

/// <summary>Proxies of the cmdlets take what the cmdlets take.</summary>
/// <remarks>In parts, which run beside each other: most examples wait for something most of their time.</remarks>
public abstract class ProxyTests : IDisposable
{
    private const string MakeProxy = """
        foreach ($name in $args) {
            $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command $name -CommandType Cmdlet))
            Set-Item "function:global:$name" ([scriptblock]::Create([System.Management.Automation.ProxyCommand]::Create($metadata)))
        }
        """;

    private static readonly Lazy<IReadOnlyList<string>> CmdletNames = new(() => [.. Module.Cmdlets(new HelpFiles(Checkout.Root).Manifest).Select(cmdlet => cmdlet.Name)]);

    private readonly Shell shell = new();
    private readonly TemporaryFolder folder = new("caneth proxies ");

    protected void Run(string page)
    {
        Examples.Prepare(shell, folder);

        // Of those alone that the page names: to make all of them takes longer than most examples.
        List<string> examples = [.. Examples.In(page)];
        shell.Run(MakeProxy, CmdletNames.Value.Where(name => examples.Exists(example => example.Contains(name, StringComparison.OrdinalIgnoreCase))));
        foreach (var example in examples)
        {
            var errors = shell.Try(example).Errors;
            Assert.True(errors.Count == 0, $"{page}:\n{example}\n\n{string.Join('\n', errors)}");
        }
    }

    public void Dispose()
    {
        shell.Dispose();
        folder.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class CommandsToGetProxyTests : ProxyTests
{
    [Theory]
    [MemberData(nameof(Examples.CommandsToGet), MemberType = typeof(Examples))]
    public void The_examples_of_a_page_run_through_proxies(string page) => Run(page);
}

public sealed class CommandsAfterGetProxyTests : ProxyTests
{
    [Theory]
    [MemberData(nameof(Examples.CommandsAfterGet), MemberType = typeof(Examples))]
    public void The_examples_of_a_page_run_through_proxies(string page) => Run(page);
}
