using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>
/// Runs an action for the frames that its handler has, in a pipeline of its own: what it writes to any stream is shown, and lands in
/// no stream of the command that waits at that time.
/// </summary>
/// <remarks>
/// It holds commands only, no method calls, so that it runs in every language mode; the action keeps the mode in which it was written.
/// The inner block is there because the engine redirects what a script block in a cmdlet writes only where the cmdlet itself is in a
/// script block. Where the user's preference stops commands that warn, it would stop the action, and the user is not at hand.
/// </remarks>
internal sealed class HandlerPipeline
{
    private const string Text = """
        & {
            if ($WarningPreference -in 'Stop', 'Inquire') { $WarningPreference = 'Continue' }
            if ($VerbosePreference -in 'Stop', 'Inquire') { $VerbosePreference = 'Continue' }
            if ($DebugPreference -in 'Stop', 'Inquire') { $DebugPreference = 'Continue' }
            if ($InformationPreference -in 'Stop', 'Inquire') { $InformationPreference = 'Continue' }
            & { & $args[0] $args[1] $args[2] } $args[0] $args[1] $args[2] *>&1 | & $args[3] $args[1]
        } $args[0] $args[1] $args[2] $args[3]
        """;

    private static readonly CmdletInfo Invoke = new("Invoke-CanHandler", typeof(InvokeCanHandlerCommand));
    private static readonly CmdletInfo Show = new("Show-CanHandlerOutput", typeof(ShowCanHandlerOutputCommand));

    private readonly SessionState? home;
    private readonly ScriptBlock script;

    /// <summary>Makes the pipeline; on the thread of its runspace.</summary>
    /// <param name="action">The action. The pipeline runs where it was written, so that the action sees what is around it.</param>
    /// <param name="home">Where an action of no module was written; null for the top of the runspace.</param>
    public HandlerPipeline(ScriptBlock? action, SessionState? home)
    {
        var unbound = ScriptBlock.Create(Text);
        var module = action?.Module;
        script = module?.NewBoundScriptBlock(unbound) ?? unbound;
        this.home = module is null ? home : null;
    }

    /// <summary>Runs the action, on the thread of its runspace.</summary>
    /// <param name="source">The action, and the frames to run it for.</param>
    /// <param name="turn">For how long.</param>
    public void Run(IActionSource source, HandlerTurn turn)
    {
        if (home is null)
        {
            script.Invoke(Invoke, source, turn, Show);
        }
        else
        {
            home.InvokeCommand.InvokeScript(home, script, Invoke, source, turn, Show);
        }
    }
}
