using System.Reflection;
using System.Runtime.Loader;

namespace Caneth.Satellites;

/// <summary>
/// Where one satellite is loaded with its libraries, in the versions that lie in its folder, whatever versions of them the shell or other
/// modules have. What it shares with the module is Caneth.Core, so that a frame is a frame on both sides, and the framework.
/// </summary>
/// <param name="name">The satellite's name.</param>
/// <param name="path">Its assembly.</param>
/// <exception cref="InvalidOperationException">The list of what it needs, beside its assembly, cannot be read.</exception>
internal sealed class SatelliteContext(string name, string path) : AssemblyLoadContext(name)
{
    private static readonly Assembly Library = typeof(CanFrame).Assembly;

    private readonly AssemblyDependencyResolver files = new(path);

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == Library.GetName().Name ? Library
        : files.ResolveAssemblyToPath(assemblyName) is { } own ? LoadFromAssemblyPath(own)
        : null;

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        files.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own ? LoadUnmanagedDllFromPath(own) : nint.Zero;
}
