using System.CommandLine;
using Caneth.Tool.Configuration;
using Caneth.Tool.Services;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth record</c>: records devices to files, as a service.</summary>
internal sealed class RecordVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Record devices to files for weeks, as a service.";

    private readonly ServiceOptions service = new("record.json");

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("record", Summary);
        service.AddTo(verb);
        verb.SetAction(parsed => service.Run(parsed, (path, isCheck) => Run(parsed, path, isCheck)));
        return device.RefusedBy(verb);
    }

    private int Run(ParseResult parsed, string path, bool isCheck)
    {
        var settings = ConfigFile.Read(path, RecordSettings.Of);
        if (settings.Devices.Count == 0)
        {
            throw new ConfigException($"{Path.GetFileName(path)}: devices is empty; there is nothing to record.");
        }

        return isCheck ? ServiceOptions.Checked($"'{settings.Service.Name}' records {Gateways.Count(settings.Devices.Count)} to '{settings.Options.Path}'.")
            : ServiceHost.Run("record", service.Applied(parsed, settings.Service), log => RecordService.StartAsync(settings, log));
    }
}
