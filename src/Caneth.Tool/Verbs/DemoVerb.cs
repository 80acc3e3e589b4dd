using System.CommandLine;
using System.Management.Automation;
using Caneth.Tool.Engine;

namespace Caneth.Tool.Verbs;

/// <summary><c>caneth demo</c>: the main job end to end, with a simulated car, each step as a user would type it.</summary>
internal static class DemoVerb
{
    private static readonly Step[] Steps =
    [
        new("A gateway with a car on its bus, simulated in this process: no hardware is needed.",
            "$car = Start-CanSimulator",
            "$car | Connect-CanDevice"),
        new("Frames are objects in a pipeline.",
            "Receive-CanFrame -Count 8"),
        new("Filtered as everything is in PowerShell. Byte 0 of 0x123 is the lamp of the turn indicator.",
            "Receive-CanFrame -Duration 0.5 | Where Id -eq 0x123"),
        new("Wait until the lamp is lit.",
            "Wait-CanFrame -Id 0x123 -D0 1 -Timeout 10"),
        new("Ask the engine for its speed (OBD-II service 01, PID 0C). The car answers.",
            "$reply = Request-CanFrame -Id 0x7DF -Data '02 01 0C' -ReplyId 0x7E8",
            "$reply; \"$(($reply.Data[3] * 256 + $reply.Data[4]) / 4) rpm\""),
        new("Write what comes to a file, as candump does, and read it again. ASC, TRC, BLF, CSV and JSON Lines work too.",
            "$file = [IO.Path]::Combine([IO.Path]::GetTempPath(), \"caneth-demo-$PID.log\")",
            "Receive-CanFrame -Count 200 | Export-CanLog $file",
            "[IO.File]::ReadAllLines($file)[0..2]",
            "\"$(@(Import-CanLog $file).Count) frames in $file\""),
        new("Done.",
            "Get-CanDevice",
            "Disconnect-CanDevice",
            "$car | Stop-CanSimulator"),
    ];

    /// <summary>The verb.</summary>
    public static Command Describe()
    {
        var verb = new Command("demo", "The main job end to end against a simulated car: no device and no PowerShell needed.");
        verb.SetAction(_ => Run());
        return verb;
    }

    private static int Run()
    {
        using var interruption = new Interruption();
        var shell = new Shell(new StandardStreams());
        if (Steps.All(step => Run(step, shell, interruption.Token)))
        {
            Say(shell, """

                That was the PowerShell engine alone. In PowerShell itself there is more to put behind these commands:
                Export-Csv, Select-Object, Group-Object, Format-Table ... Import-Module Caneth gives it these same commands.
                To go on here: caneth --help.
                """);
            return ExitStatus.Done;
        }

        return ExitStatus.Failed;
    }

    private static bool Run(Step step, Shell shell, CancellationToken stop)
    {
        Say(shell, $"\n# {step.Why}");
        return step.Commands.All(command => Run(command, shell, stop));
    }

    private static bool Run(string command, Shell shell, CancellationToken stop)
    {
        Say(shell, $"PS> {command}");
        using var pipeline = shell.Pipeline().AddScript(command);
        IReadOnlyList<PSObject> shown;
        try
        {
            shown = Shell.Collect(pipeline, stop);
        }
        catch (RuntimeException error)
        {
            return Failed(command, error is PipelineStoppedException ? "it was interrupted" : error.Message);
        }

        shell.Show(shown);
        return pipeline.Streams.Error.FirstOrDefault() is not { } failure || Failed(command, failure.ToString());
    }

    private static bool Failed(string command, string why)
    {
        Console.Error.WriteLine($"caneth: the demo failed at: {command}{Environment.NewLine}caneth: {why}");
        return false;
    }

    private static void Say(Shell shell, string text) => shell.Screen.Write(text + Environment.NewLine);

    /// <summary>Some commands with one purpose.</summary>
    /// <param name="Why">What they are for.</param>
    /// <param name="Commands">What a user would type.</param>
    private sealed record Step(string Why, params string[] Commands);
}
