using System.CommandLine;
using System.Globalization;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth repl</c>: a PowerShell prompt with the module loaded and the device connected.</summary>
internal sealed class ReplVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "A prompt with the device connected: send, on, watch, unwatch, list, wait, help, quit; anything else is PowerShell.";

    /// <summary>The verb.</summary>
    public Command Describe()
    {
        var verb = new Command("repl", Summary);
        verb.SetAction(parsed =>
        {
            var settings = device.Settings(parsed);
            return Shell.Run("Repl", staysOpen: !Console.IsInputRedirected,
                settings.Host,
                settings.Port.ToString(CultureInfo.InvariantCulture),
                settings.Timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                settings.Log.ToString());
        });
        return device.RequiredBy(verb);
    }
}
