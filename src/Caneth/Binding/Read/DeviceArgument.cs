using Caneth.Sessions;

namespace Caneth.Binding;

/// <summary>A device as a user names it: the session that <c>Connect-CanDevice</c> emitted, or its name.</summary>
public sealed class DeviceArgument
{
    /// <summary>A device by its session.</summary>
    /// <param name="session">The session.</param>
    public DeviceArgument(CanSession session) => Session = session;

    /// <summary>A device by its name.</summary>
    /// <param name="name">The name, as <c>Get-CanDevice</c> shows it.</param>
    public DeviceArgument(string name) => Name = name;

    /// <summary>The session, where it was given.</summary>
    public CanSession? Session { get; }

    /// <summary>The name, where it was given.</summary>
    public string? Name { get; }

    /// <summary>The name of the device.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Session?.Name ?? Name ?? string.Empty;
}
