using System.CommandLine;
using Caneth.Tool.Configuration;
using Caneth.Tool.Services;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth collect</c>: publishes the frames of a fleet, or writes what was published, as a service.</summary>
internal sealed class CollectVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Publish the frames of a fleet of gateways to NATS or MQTT, or write what was published to files, as a service.";

    private readonly ServiceOptions service = new("fleet.json");

    private readonly Option<bool> write = new("--write") { Description = "Write what the broker has to files, as \"write\" in the configuration says, instead of collecting." };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("collect", Summary);
        service.AddTo(verb);
        verb.Add(write);
        verb.SetAction(parsed => service.Run(parsed, (path, isCheck) => Run(parsed, path, isCheck)));
        return device.RefusedBy(verb);
    }

    private int Run(ParseResult parsed, string path, bool isCheck)
    {
        var settings = ConfigFile.Read(path, CollectSettings.Of);
        if (parsed.GetValue(write))
        {
            var writer = settings.Write ?? throw new ConfigException($"{Path.GetFileName(path)}: write is missing; it says where files are written to.");
            return isCheck ? ServiceOptions.Checked($"'{writer.Service.Name}' writes what {writer.Options.Broker} has of {writer.Options.Topic} to '{writer.Options.Path}'.")
                : ServiceHost.Run("collect --write", service.Applied(parsed, writer.Service), log => WriteService.StartAsync(writer, log));
        }

        if (settings.Devices.Count + settings.Listeners.Count == 0)
        {
            throw new ConfigException($"{Path.GetFileName(path)}: devices and listeners are both empty; there is nothing to collect from.");
        }

        return isCheck ? ServiceOptions.Checked($"'{settings.Service.Name}' publishes {Gateways.Count(settings.Devices.Count)} and {settings.Listeners.Count} listeners to {settings.Broker.Options}.")
            : ServiceHost.Run("collect", service.Applied(parsed, settings.Service), log => CollectService.StartAsync(path, settings, log));
    }
}
