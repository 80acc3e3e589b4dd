using System.CommandLine;

namespace Caneth.Tool.Verbs;

/// <summary>The options of the verbs that talk to a device; they may stand before or behind the verb.</summary>
internal sealed class DeviceOptions
{
    private const int DefaultPort = 20001;

    private readonly Option<string> host = new("--host")
    {
        Description = "The gateway's name or address, for example 192.168.0.7.",
        HelpName = "host",
        Recursive = true,
    };

    private readonly Option<int> port = new("--port")
    {
        Description = "The TCP port of the CAN channel.",
        HelpName = "port",
        DefaultValueFactory = _ => DefaultPort,
        Recursive = true,
    };

    private readonly Option<string> timeout = new("--timeout")
    {
        Description = "How long to wait for the connection, and for a frame to leave.",
        HelpName = "seconds",
        DefaultValueFactory = _ => "10",
        Recursive = true,
    };

    private readonly Option<LogLevel> log = new("--log")
    {
        Description = "What to tell on standard error besides errors: DEBUG, INFO, WARNING or ERROR.",
        HelpName = "level",
        DefaultValueFactory = _ => LogLevel.Info,
        Recursive = true,
    };

    /// <summary>Adds the options to the command as a whole.</summary>
    public void AddTo(Command command)
    {
        command.Add(host);
        command.Add(port);
        command.Add(timeout);
        command.Add(log);
    }

    /// <summary>Makes a verb insist on a device.</summary>
    public Command RequiredBy(Command verb)
    {
        verb.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValue(host)))
            {
                result.AddError("Say which gateway: --host 192.168.0.7, and --port where it is not 20001.");
            }
        });
        return verb;
    }

    /// <summary>Reads what was given.</summary>
    public DeviceSettings Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(host), parsed.GetValue(port), parsed.GetRequiredValue(timeout), parsed.GetValue(log));
}
