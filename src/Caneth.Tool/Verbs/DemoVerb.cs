using System.CommandLine;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth demo</c>: the main job end to end, with a simulated car, each step as a user would type it.</summary>
internal sealed class DemoVerb(DeviceOptions device)
{
    /// <summary>What it does, in a line.</summary>
    public const string Summary =
        "The main job end to end against a simulated car: no device is needed.";

    /// <summary>The verb.</summary>
    public Command Describe()
    {
        var verb = new Command("demo", Summary);
        verb.SetAction(_ => Shell.Run("Demo", staysOpen: false));
        return device.RefusedBy(verb);
    }
}
