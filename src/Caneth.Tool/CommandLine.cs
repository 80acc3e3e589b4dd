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
        var parsed = Describe(arguments).Parse(arguments);
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

    private static Command Describe(string[] arguments)
    {
        var device = new DeviceOptions();
        var help = new HelpOption();
        help.Action = new Examples((HelpAction)help.Action!);
        var command = new Command("caneth",
            "Watch, send and wait for CAN frames over Ethernet gateways (Waveshare 2-CH-CAN-TO-ETH and its family).")
        {
            help,
            new VersionOption(),
            Verb("watch", WatchVerb.Summary, () => new WatchVerb(device).Describe()),
            Verb("sniff", SniffVerb.Summary, () => new SniffVerb(device).Describe()),
            Verb("send", SendVerb.Summary, () => new SendVerb(device).Describe()),
            Verb("wait", WaitVerb.Summary, () => new WaitVerb(device).Describe()),
            Verb("collect", CollectVerb.Summary, () => new CollectVerb(device).Describe()),
            Verb("record", RecordVerb.Summary, () => new RecordVerb(device).Describe()),
            Verb("repl", ReplVerb.Summary, () => new ReplVerb(device).Describe()),
            Verb("demo", DemoVerb.Summary, () => new DemoVerb(device).Describe()),
            Verb("run", RunVerb.Summary, () => new RunVerb(device).Describe()),
        };
        return device.AddTo(command);

        // Of the others the name and the summary are enough. A response file (@file) may name any.
        Command Verb(string name, string summary, Func<Command> describe) =>
            arguments.Any(argument => argument == name || argument.StartsWith('@')) ? describe() : new(name, summary);
    }
}
