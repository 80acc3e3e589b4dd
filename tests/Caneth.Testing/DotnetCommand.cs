namespace Caneth.Testing;

/// <summary>A dotnet command, run in the checkout as a person runs it.</summary>
public static class DotnetCommand
{
    // Restoring or packing on a machine that is busy with others; they write nothing in that time.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs a command to its end and hands over what it wrote. One that takes too long is ended, with all that it started.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync(Patience, arguments);

    /// <inheritdoc cref="RunAsync(string[])"/>
    public static async Task<(int ExitCode, string Output)> RunAsync(TimeSpan timeLimit, params string[] arguments)
    {
        using var program = RunningProgram.Start("dotnet", arguments, start =>
        {
            start.WorkingDirectory = Checkout.Root;
            start.Environment["NO_COLOR"] = "1";
            start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
            // As in the tests themselves: what watches code to make it faster later comes to nothing in a command that is over soon.
            start.Environment["DOTNET_TieredPGO"] = "0";
        });
        program.CloseInput();
        var result = await program.EndAsync(timeLimit);
        return (result.ExitStatus, result.Output + result.Error);
    }
}
