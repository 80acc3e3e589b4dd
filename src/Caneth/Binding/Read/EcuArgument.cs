using Caneth.Diagnostics.Channels;

namespace Caneth.Binding;

/// <summary>A control unit as a user names it: what <c>Connect-CanEcu</c> emitted, or its name.</summary>
public sealed class EcuArgument
{
    /// <summary>A control unit by what is connected to it.</summary>
    /// <param name="client">What <c>Connect-CanEcu</c> emitted.</param>
    public EcuArgument(UdsClient client) => Client = client;

    /// <summary>A control unit by its name.</summary>
    /// <param name="name">The name, as <c>Get-CanEcu</c> shows it.</param>
    public EcuArgument(string name) => Name = name;

    /// <summary>What is connected to it, where that was given.</summary>
    public UdsClient? Client { get; }

    /// <summary>The name, where it was given.</summary>
    public string? Name { get; }

    /// <summary>The name of the control unit.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Client?.Name ?? Name ?? string.Empty;
}
