namespace Caneth.Tool.Configuration;

/// <summary>What a configuration says is not understood, or not allowed.</summary>
/// <param name="message">Where, what, and what is allowed; without any secret.</param>
internal sealed class ConfigException(string message) : Exception(message);
