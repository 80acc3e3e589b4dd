namespace Caneth.Tests.Package;

/// <summary>The tests that need the module's package, made once for all of them.</summary>
[CollectionDefinition(nameof(PackagedModule))]
public sealed class PackagedModule : ICollectionFixture<ModulePackage>;
