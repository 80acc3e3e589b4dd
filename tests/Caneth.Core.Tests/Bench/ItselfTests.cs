namespace Caneth.Tests.Bench;

public class ItselfTests
{
    private static readonly string Library = Checkout.Built("tests", "Caneth.RestartingChild", "Caneth.RestartingChild.dll");
    private static readonly string Host = Path.ChangeExtension(Library, OperatingSystem.IsWindows() ? ".exe" : null);

    [Theory]
    [InlineData("dotnet", true)]
    [InlineData("Caneth.RestartingChild", false)]
    public async Task A_program_starts_itself_as_it_was_started_with_the_arguments_that_it_is_given(string program, bool byItsLibrary)
    {
        string[] arguments = ["--recorder", "", "two words", "a\"quote"];
        var result = await RunningProgram.RunAsync(byItsLibrary ? "dotnet" : Host, byItsLibrary ? [Library, .. arguments] : arguments);
        Assert.Equal("", result.Error);
        var said = result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(program, Path.GetFileName(said[0]).Replace(".exe", "", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["--once-more", .. arguments], said[1..]);
        Assert.Equal(arguments.Length + 1, result.ExitStatus);
    }
}
