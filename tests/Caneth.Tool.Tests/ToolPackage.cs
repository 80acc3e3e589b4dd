namespace Caneth.Tests;

/// <summary>The package of the command, of a version that no other run has made, since installed tools are kept.</summary>
public sealed class ToolPackage() : BuiltPackage("Caneth.Tool", "src/Caneth.Tool", new TemporaryFolder(), $"0.0.0-test{Environment.ProcessId}");
