using System.Reflection;
using System.Text.Json;

namespace Caneth.Satellites;

/// <summary>
/// Loads the parts of Caneth that bring third-party libraries. Each is a folder <c>NAME</c>, with an assembly of the same name that knows Caneth.Core
/// alone of Caneth. It is loaded when it is first asked for, into a load context of its own, and stays loaded until the process ends. The module
/// and the command load them by this very file.
/// </summary>
/// <param name="folder">The folder in which their folders are.</param>
internal sealed class SatelliteLoader(string folder)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Assembly> loaded = [];

    /// <summary>Makes what a satellite offers of a kind.</summary>
    /// <typeparam name="T">The kind: an interface or a base class of Caneth.Core, which one public class of the satellite implements.</typeparam>
    /// <param name="name">The satellite's name, as its folder has it.</param>
    /// <returns>A new one, made with the constructor without parameters.</returns>
    /// <exception cref="SatelliteException">The satellite is not there, cannot be loaded, or offers nothing of the kind.</exception>
    public T Create<T>(string name)
        where T : class
    {
        try
        {
            var type = Load(name).GetExportedTypes().FirstOrDefault(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract)
                ?? throw new TypeLoadException($"Nothing in it is a {typeof(T)}.");
            return (T)Activator.CreateInstance(type, BindingFlags.DoNotWrapExceptions | BindingFlags.Public | BindingFlags.Instance, null, null, null)!;
        }
        catch (Exception failure) when (IsOfLoading(failure))
        {
            throw new SatelliteException(name, Path.Combine(folder, name), failure);
        }
    }

    private Assembly Load(string name)
    {
        lock (gate)
        {
            if (!loaded.TryGetValue(name, out var assembly))
            {
                var path = Path.Combine(folder, name, name + ".dll");
                if (Path.GetFileName(name) != name || !File.Exists(path))
                {
                    throw new SatelliteException(name, path);
                }

                if (Libraries(path).FirstOrDefault(file => !File.Exists(file)) is { } missing)
                {
                    throw new SatelliteException(name, missing);
                }

                assembly = new SatelliteContext(name, path).LoadFromAssemblyPath(path);
                loaded.Add(name, assembly);
            }

            return assembly;
        }
    }

    /// <summary>
    /// The files that a satellite says it needs. One that is missing is reported before anything is loaded, and not in the middle of the work,
    /// where the framework would look for it.
    /// </summary>
    private static string[] Libraries(string path)
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(path, ".deps.json")));
        return
        [
            .. from target in dependencies.RootElement.GetProperty("targets").EnumerateObject()
               from library in target.Value.EnumerateObject()
               where library.Value.TryGetProperty("runtime", out _)
               from file in library.Value.GetProperty("runtime").EnumerateObject()
               select Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(file.Name)),
        ];
    }

    /// <summary>Whether it is the files that are at fault: one that is missing, damaged or of another version.</summary>
    private static bool IsOfLoading(Exception failure) => failure is IOException or JsonException or KeyNotFoundException
        or BadImageFormatException or TypeLoadException or MissingMemberException or InvalidOperationException;
}
