using System.CommandLine;
using Caneth.Sessions;
using Caneth.Tool.Devices;

namespace Caneth.Tool.Verbs;

/// <summary>The options of the verbs that talk to a device; they may come before or after the verb.</summary>
internal sealed class DeviceOptions
{
    private const long HighestPort = 65_535;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    private readonly Option<string> host = new("--host")
    {
        Description = "The gateway's name or address, for example 192.168.0.7.",
        HelpName = "host",
    };

    private readonly ValueOption<long> port = new("--port", Read.Number(1, HighestPort))
    {
        Description = $"The TCP port of the CAN channel; by default {SessionOptions.DefaultPort}.",
        HelpName = "port",
    };

    private readonly ValueOption<TimeSpan> timeout = new("--timeout", Read.Time)
    {
        Description = "How long to wait for the connection, and for a frame to leave; by default 10.",
        HelpName = "seconds",
    };

    private readonly ValueOption<LogLevel> log = new("--log", Read.Level)
    {
        Description = "What to report on standard error besides errors: DEBUG, INFO, WARNING or ERROR; by default INFO.",
        HelpName = "level",
    };

    private IEnumerable<Option> All => [host, port, timeout, log];

    /// <summary>Adds the options to a command, which then need not use them.</summary>
    /// <returns>The command.</returns>
    public Command AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        return command;
    }

    /// <summary>Adds the options to a verb that talks to a device.</summary>
    /// <returns>The verb.</returns>
    public Command RequiredBy(Command verb)
    {
        verb.Validators.Add(result =>
        {
            if (result.GetResult(host) is not { Tokens: [{ Value.Length: > 0 }, ..] })
            {
                result.AddError("Say which gateway: --host 192.168.0.7, and --port where it is not 20001.");
            }
        });
        return AddTo(verb);
    }

    /// <summary>Lets a verb that talks to no device refuse the options where they precede it.</summary>
    /// <returns>The verb.</returns>
    public Command RefusedBy(Command verb)
    {
        verb.Validators.Add(result =>
        {
            foreach (var option in All.Where(option => result.Has(option)))
            {
                result.AddError($"'{verb.Name}' talks to no device of its own, and takes no {option.Name}.");
            }
        });
        return verb;
    }

    /// <summary>Reads what was given.</summary>
    public DeviceSettings Settings(ParseResult parsed) => new(
        parsed.GetRequiredValue(host),
        (int)port.Of(parsed, SessionOptions.DefaultPort),
        timeout.Of(parsed, DefaultTimeout),
        log.Of(parsed, LogLevel.Info));
}
