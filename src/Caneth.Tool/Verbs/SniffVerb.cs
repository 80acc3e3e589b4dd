using System.CommandLine;
using System.Globalization;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth sniff</c>: a table of what is on the bus that moves, as Watch-CanBus shows it.</summary>
internal sealed class SniffVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "Show what is on the bus as a table that moves, a row an id, until q.";

    private readonly ValueOption<IdFilter> id = new("--id", IdFilter.Parse, several: true)
    {
        Description = "Which ids: 0x1A3, a range 0x100-0x1FF or an id with a mask 0x7E8/0x7F8. May be given several times.",
        HelpName = "id",
    };

    private readonly ValueOption<TimeSpan> duration = new("--duration", Read.Time)
    {
        Description = "End after N seconds.",
        HelpName = "seconds",
    };

    private readonly Option<FileInfo> database = new("--database") { Description = "A DBC file that says what the frames mean.", HelpName = "file" };

    private readonly Option<bool> changed = new("--changed") { Description = "Only ids whose data has changed." };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("sniff", Summary) { id, database, changed, duration };
        verb.SetAction(parsed =>
        {
            var settings = device.Settings(parsed);
            return Shell.Run("Sniff", staysOpen: false,
                settings.Host,
                settings.Port.ToString(CultureInfo.InvariantCulture),
                settings.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                duration.Of(parsed).TotalSeconds.ToString(CultureInfo.InvariantCulture),
                parsed.GetValue(database)?.FullName ?? "",
                parsed.GetValue(changed) ? "1" : "0",
                string.Join(',', id.All(parsed)));
        });
        return device.RequiredBy(verb);
    }
}
