using System.CommandLine;
using Caneth.Tool.Engine;
using Caneth.Tool.Repl;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth repl</c>: a PowerShell prompt with the module loaded and the device connected.</summary>
internal sealed class ReplVerb(DeviceOptions device)
{
    /// <summary>The verb.</summary>
    public Command Describe()
    {
        var verb = new Command("repl",
            "A prompt with the device connected: send, on, watch, unwatch, list, wait, help, quit; anything else is PowerShell.");
        verb.SetAction(parsed => Workbench.Run(device.Read(parsed), Screen(), Run));
        return device.RequiredBy(verb);
    }

    private static IScreen Screen() =>
        Console.IsInputRedirected || Console.IsOutputRedirected || !VirtualTerminal.IsOn
            ? new StandardStreams()
            : new PromptScreen();

    private static int Run(Workbench bench)
    {
        bench.Connect();
        bench.Tell("Type 'help' for commands.");
        var session = new ReplSession(bench.Shell);
        return bench.LeaveSignalsTo(session.Answer) ? session.Run() : ExitStatus.Done;
    }
}
