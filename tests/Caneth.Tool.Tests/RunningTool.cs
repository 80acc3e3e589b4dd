namespace Caneth.Tests;

/// <summary>Processes of the built command.</summary>
internal static class RunningTool
{
    /// <summary>Where the command is.</summary>
    public static string Executable { get; } =
        Checkout.Built("src", "Caneth.Tool", OperatingSystem.IsWindows() ? "Caneth.Tool.exe" : "Caneth.Tool");

    /// <summary>Starts the command.</summary>
    public static RunningProgram Start(params IEnumerable<string> arguments) => RunningProgram.Start(Executable, arguments);

    /// <summary>Starts the command in an environment.</summary>
    public static RunningProgram Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        RunningProgram.Start(Executable, arguments, start =>
        {
            foreach (var (name, value) in environment)
            {
                start.Environment[name] = value;
            }
        });

    /// <summary>Runs the command to its end.</summary>
    public static Task<RunningProgram.Result> RunAsync(params IEnumerable<string> arguments) => RunningProgram.RunAsync(Executable, arguments);
}
