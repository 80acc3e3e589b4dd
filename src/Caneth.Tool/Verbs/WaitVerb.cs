using System.CommandLine;
using Caneth.Tool.Frames;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth wait</c>: waits for a frame and shows it.</summary>
internal sealed class WaitVerb(DeviceOptions device)
{
    private readonly FilterOptions filter = new();

    private readonly Option<string> timeout = new("--wait-timeout")
    {
        Description = "How long to wait for the frame; by default without end.",
        HelpName = "seconds",
    };

    /// <summary>The verb and its options.</summary>
    public Command Describe()
    {
        var verb = new Command("wait", "Wait for a frame and show it. Exit status 1 when none came in time.");
        filter.AddTo(verb, idRequired: true);
        verb.Add(timeout);
        verb.SetAction(parsed => Workbench.Run(device.Read(parsed), bench => Run(bench, parsed)));
        return device.RequiredBy(verb);
    }

    private int Run(Workbench bench, ParseResult parsed)
    {
        var parameters = filter.Read(parsed).Append(("Timeout", parsed.GetValue(timeout))).ToList();
        bench.Check("Wait-CanFrame", parameters);
        bench.Connect();
        var frame = bench.Run("Wait-CanFrame", parameters)[0];
        bench.Shell.Screen.Write($"Matched: {FrameText.Of(frame)}{Environment.NewLine}");
        return ExitStatus.Done;
    }
}
