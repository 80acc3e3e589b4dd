using Caneth.Tests.Diagnostics;
using Caneth.Tests.Help;
using Caneth.Tests.Logs;
using Caneth.Tests.Publishing;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Caneth.Tests.LongestFirst))]

namespace Caneth.Tests;

/// <summary>Begins with the classes that take longest, so that none of them is left alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(CommandsAfterGetExampleTests), nameof(CommandsAfterGetProxyTests), nameof(CommandsToGetExampleTests), nameof(CommandsToGetProxyTests),
        nameof(RunspaceTests), nameof(ArticleExampleTests), nameof(CanRecordingCommandTests), nameof(CanEcuTests), nameof(HandlerFenceTests),
        nameof(RoundTripTests), nameof(ProgressTests), nameof(PublisherTests), nameof(ShellTests), nameof(CanJ1939NodeTests), nameof(SendCanLogTests),
    ];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(PlaceOf)];

    private static int PlaceOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
