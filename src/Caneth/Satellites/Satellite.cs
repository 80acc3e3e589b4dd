using System.Management.Automation;

namespace Caneth.Satellites;

/// <summary>
/// The parts of the module that bring third-party libraries, in <c>lib</c> beside <c>bin</c>, for all runspaces. <see cref="SatelliteLoader"/> says
/// what they are.
/// </summary>
public static class Satellite
{
    private static readonly SatelliteLoader Loader =
        new(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(Satellite).Assembly.Location)!, "..", "lib")));

    /// <summary>Makes what a satellite offers of a kind.</summary>
    /// <typeparam name="T">The kind: an interface or a base class of Caneth.Core, which one public class of the satellite implements.</typeparam>
    /// <param name="name">The satellite's name, as its folder has it.</param>
    /// <returns>A new one, made with the constructor without parameters.</returns>
    /// <exception cref="RuntimeException">
    /// The satellite is not there, cannot be loaded, or offers nothing of the kind. The error record in the exception says what to do; a
    /// cmdlet that lets it pass reports that.
    /// </exception>
    public static T Create<T>(string name)
        where T : class
    {
        try
        {
            return Loader.Create<T>(name);
        }
        catch (SatelliteException failure)
        {
            var record = failure.InnerException is { } cause
                ? CanErrors.SatelliteNotLoadable(name, failure.Path, cause)
                : CanErrors.SatelliteMissing(name, failure.Path);
            throw new RuntimeException(record.ErrorDetails.Message, record.Exception, record);
        }
    }
}
