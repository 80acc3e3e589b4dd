namespace Caneth.Satellites;

/// <summary>A satellite is not there, or cannot be loaded.</summary>
/// <param name="name">The satellite.</param>
/// <param name="path">The file that is missing, or the folder from which it cannot be loaded.</param>
/// <param name="failure">Why it cannot be loaded; null where it is not there.</param>
internal sealed class SatelliteException(string name, string path, Exception? failure = null) : Exception(
    failure is null ? $"The part '{name}' is missing or not whole: there is no file '{path}'." : $"The part '{name}' cannot be loaded from '{path}': {failure.Message.TrimEnd()}",
    failure)
{
    /// <summary>The file that is missing, or the folder from which it cannot be loaded.</summary>
    public string Path => path;
}
