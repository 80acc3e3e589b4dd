using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Caneth.Tool.Verbs;

namespace Caneth.Tool;

/// <summary>What the command understands: its verbs, their options, and the help about them.</summary>
internal static class CommandLine
{
    /// <summary>Does what the arguments say.</summary>
    /// <returns>The exit status.</returns>
    public static int Run(string[] arguments)
    {
        var parsed = Describe().Parse(arguments);
        if (parsed.Errors.Count == 0 || parsed.Action is not ParseErrorAction)
        {
            return parsed.Invoke();
        }

        foreach (var error in parsed.Errors)
        {
            Console.Error.WriteLine($"caneth: {error.Message}");
        }

        var command = parsed.CommandResult.Command;
        var verb = command == parsed.RootCommandResult.Command ? "" : $" {command.Name}";
        Console.Error.WriteLine($"Try 'caneth{verb} --help'.");
        return ExitStatus.WrongUsage;
    }

    private static Command Describe()
    {
        var device = new DeviceOptions();
        var help = new HelpOption();
        help.Action = new Examples((HelpAction)help.Action!);
        var command = new Command("caneth",
            "Watch, send and wait for CAN frames over Ethernet gateways (Waveshare 2-CH-CAN-TO-ETH and its family).")
        {
            help,
            new VersionOption(),
            new WatchVerb(device).Describe(),
            new SendVerb(device).Describe(),
            new WaitVerb(device).Describe(),
            new ReplVerb(device).Describe(),
            new DemoVerb(device).Describe(),
            new RunVerb(device).Describe(),
        };
        return device.AddTo(command);
    }
}
