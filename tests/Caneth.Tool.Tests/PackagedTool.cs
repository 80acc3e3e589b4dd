namespace Caneth.Tests;

/// <summary>The tests that need the command's package, made once for all of them.</summary>
[CollectionDefinition(nameof(PackagedTool))]
public sealed class PackagedTool : ICollectionFixture<ToolPackage>;
