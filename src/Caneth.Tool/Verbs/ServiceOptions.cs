using System.CommandLine;
using Caneth.Tool.Configuration;
using Caneth.Tool.Output;

namespace Caneth.Tool.Verbs;

/// <summary>The options of the verbs that are services.</summary>
/// <param name="example">What a configuration of the verb may be called.</param>
internal sealed class ServiceOptions(string example)
{
    private readonly Option<FileInfo> config = new("--config")
    {
        Description = $"The configuration, JSON: {example}. docs/scale.md has all that it can hold.",
        HelpName = "file",
        Required = true,
    };

    private readonly ValueOption<string> health = new("--health", ServiceSettings.CheckHealth)
    {
        Description = "Where its health can be read, instead of where the configuration says: http://127.0.0.1:8080, or the path of a file.",
        HelpName = "where",
    };

    private readonly Option<bool> check = new("--check") { Description = "Only check the configuration: exit status 2 where something in it is not understood." };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Add(config);
        verb.Add(health);
        verb.Add(check);
    }

    /// <summary>Does what a configuration says; what is wrong in it is told, and nothing is done.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="run">Takes the path of the configuration, and whether it is only to be checked; returns the exit status.</param>
    public int Run(ParseResult parsed, Func<string, bool, int> run)
    {
        try
        {
            return run(parsed.GetRequiredValue(config).FullName, parsed.GetValue(check));
        }
        catch (Exception failure) when (failure is ConfigException or CommandFailure)
        {
            Console.Error.WriteLine($"caneth: {failure.Message}");
            return (failure as CommandFailure)?.ExitStatus ?? ExitStatus.WrongUsage;
        }
    }

    /// <summary>What the options change in a configuration.</summary>
    public ServiceSettings Applied(ParseResult parsed, ServiceSettings settings) => settings with { Health = health.Of(parsed) ?? settings.Health };

    /// <summary>Says that a configuration is understood, and what it asks for.</summary>
    public static int Checked(string text)
    {
        StandardOutput.WriteLine($"The configuration is understood: {text}");
        return ExitStatus.Done;
    }
}
