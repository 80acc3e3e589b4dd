using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Caneth.Tool;

/// <summary>
/// PowerShell with the module. It lies in <c>shell/</c> beside the command and is loaded only by the verbs that need it.
/// </summary>
internal static class Shell
{
    private const string Name = "Caneth.Tool.Shell";

    /// <summary>Runs one of the command's own scripts.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="staysOpen">Whether a prompt follows the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit status.</returns>
    public static int Run(string script, bool staysOpen, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "shell", $"{Name}.dll");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"caneth: PowerShell is missing: there is no {path}. Install the caneth tool again, or build it.");
            return ExitStatus.Failed;
        }

        var resolver = new AssemblyDependencyResolver(path);
        var context = AssemblyLoadContext.Default;
        context.Resolving += (_, wanted) => (resolver.ResolveAssemblyToPath(wanted) ?? StandIn(path, wanted)) is { } found
            ? context.LoadFromAssemblyPath(found)
            : null;
        context.ResolvingUnmanagedDll += (_, wanted) => resolver.ResolveUnmanagedDllToPath(wanted) is { } found
            ? NativeLibrary.Load(found)
            : 0;
        var shell = context.LoadFromAssemblyPath(path);

        // PowerShell looks for what Add-Type refers to beside the assembly that the process began with.
        Assembly.SetEntryAssembly(shell);
        var run = shell.GetType($"{Name}.EntryPoint", throwOnError: true)!
            .GetMethod("Run")!.CreateDelegate<Func<string, bool, string[], int>>();
        return run(script, staysOpen, arguments);
    }

    // On Windows PowerShell's library for CIM is left out; the one for other systems has the same types.
    private static string? StandIn(string shell, AssemblyName wanted)
    {
        var path = Path.Combine(Path.GetDirectoryName(shell)!, "runtimes", "unix", "lib", "netstandard1.6", $"{wanted.Name}.dll");
        return OperatingSystem.IsWindows() && File.Exists(path) ? path : null;
    }
}
