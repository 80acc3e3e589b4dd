using System.Management.Automation;
using System.Runtime.Loader;
using Caneth.Simulation;
using YamlDotNet.Serialization;

namespace Caneth.Tests.Satellites;

/// <summary>
/// A satellite brings a newer YamlDotNet than the shell has loaded: without a context of its own it could not be loaded at all.
/// </summary>
public sealed class SatelliteTests : IAsyncDisposable
{
    private const string Probe = "Caneth.Satellite.Probe";

    // Loads the older one, as another module would have.
    private static readonly IDeserializer Older = new DeserializerBuilder().Build();

    private readonly Shell shell = new();
    private readonly List<GatewaySimulator> simulators = [];

    [Fact]
    public void Its_library_and_another_version_of_it_in_the_shell_work_side_by_side()
    {
        Assert.Equal("18 1 2 3", Ask(shell, 0x123));
        Assert.Equal("18 255", Ask(shell, 0x124));
        Assert.Equal([1, 2], Older.Deserialize<int[]>("[1, 2]"));
        Assert.Equal([16, 18], shell.Run<int>("""
            [AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName() } | Where-Object Name -EQ YamlDotNet |
                ForEach-Object { $_.Version.Major } | Sort-Object
            """));
    }

    [Fact]
    public async Task Two_runspaces_use_it_at_once_and_it_is_loaded_once()
    {
        using var other = new Shell();
        var created = await Task.WhenAll(new[] { shell, other }.Select(each => Task.Run(() => Create(each), TestContext.Current.CancellationToken)));
        Assert.NotSame(created[0], created[1]);
        Assert.Same(created[0].GetType(), created[1].GetType());
        Assert.Equal(["18 1 2 3", "18 1 2 3"], new[] { shell, other }.Select(each => Ask(each, 0x123)));
        Assert.Single(AssemblyLoadContext.All, context => context.Name == Probe);
    }

    [Fact]
    public void What_it_made_works_on_after_the_module_was_removed_and_the_module_imported_again_has_the_same()
    {
        var traffic = Create(shell);
        shell.Run("Remove-Module Caneth; Import-Module $args[0]", Checkout.Manifest);
        Assert.Equal("18 1 2 3", Ask(shell, 0x123, traffic));
        Assert.Same(traffic.GetType(), Create(shell).GetType());
    }

    [Theory]
    [InlineData("Caneth.Nothing")]
    [InlineData("../bin")]
    [InlineData("../lib/Caneth.Satellite.Probe")]
    [InlineData("..")]
    [InlineData("")]
    public void One_that_is_not_there_is_an_error_that_says_which_and_what_to_do(string name)
    {
        var error = Failure(typeof(IBusTraffic), name);
        Assert.StartsWith("SatelliteMissing", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.NotInstalled, error.CategoryInfo.Category);
        Assert.Contains($"The part '{name}' of the module is missing", error.ErrorDetails.Message);
        Assert.Contains("Install-PSResource Caneth -Reinstall", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void One_that_offers_nothing_of_a_kind_is_an_error_that_says_so()
    {
        var error = Failure(typeof(Links.ICanConnector), Probe);
        Assert.StartsWith("SatelliteNotLoadable", error.FullyQualifiedErrorId);
        Assert.Contains("Nothing in it is a Caneth.Links.ICanConnector", error.ErrorDetails.Message);
    }

    public async ValueTask DisposeAsync()
    {
        shell.Dispose();
        foreach (var simulator in simulators)
        {
            await simulator.DisposeAsync();
        }
    }

    private static IBusTraffic Create(Shell shell) =>
        Assert.Single(shell.Run<IBusTraffic>("[Caneth.Satellites.Satellite]::Create[Caneth.Simulation.IBusTraffic]($args[0])", Probe));

    private ErrorRecord Failure(Type kind, string name)
    {
        var error = shell.Try($"[Caneth.Satellites.Satellite]::Create[{kind}]($args[0])", name).Error;
        return Assert.IsAssignableFrom<IContainsErrorRecord>(error.Exception.InnerException).ErrorRecord;
    }

    /// <summary>The answer to a frame, byte by byte, from a simulator with the satellite's control units.</summary>
    private string Ask(Shell asking, uint id, IBusTraffic? traffic = null)
    {
        var simulator = GatewaySimulator.Start(new() { Traffic = traffic ?? Create(asking) });
        simulators.Add(simulator);
        asking.Connect(simulator);
        var answer = Assert.Single(asking.Run<CanFrame>("Request-CanFrame $args[0] -ReplyId $args[1] -Timeout 10", id, id + 8));
        return string.Join(' ', answer.Data.ToArray());
    }
}
