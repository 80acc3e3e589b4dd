using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Caneth.Handlers;

/// <summary>Shows on the user's screen, and asks nothing: two that read one keyboard take each other's keys.</summary>
/// <param name="user">The user's.</param>
/// <param name="shell">The handlers of the user's shell: what is shown takes its turn with what they show.</param>
internal sealed class BackgroundHostUserInterface(PSHostUserInterface user, HandlerQueue shell) : PSHostUserInterface
{
    private string line = string.Empty;

    public override PSHostRawUserInterface RawUI => user.RawUI;

    public override bool SupportsVirtualTerminal => user.SupportsVirtualTerminal;

    public override void Write(string value)
    {
        shell.Output.Show(() => user.Write(value));
        Transcribe(value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        shell.Output.Show(() => user.Write(foregroundColor, backgroundColor, value));
        Transcribe(value);
    }

    public override void WriteLine(string value)
    {
        shell.Output.Show(() => user.WriteLine(value));
        Transcribe(value + '\n');
    }

    public override void WriteErrorLine(string value)
    {
        shell.Output.Show(() => user.WriteErrorLine(value));
        Transcribe(value + '\n');
    }

    public override void WriteWarningLine(string message)
    {
        shell.Output.Show(() => user.WriteWarningLine(message));
        Transcribe($"WARNING: {message}\n");
    }

    public override void WriteVerboseLine(string message)
    {
        shell.Output.Show(() => user.WriteVerboseLine(message));
        Transcribe($"VERBOSE: {message}\n");
    }

    public override void WriteDebugLine(string message)
    {
        shell.Output.Show(() => user.WriteDebugLine(message));
        Transcribe($"DEBUG: {message}\n");
    }

    public override void WriteProgress(long sourceId, ProgressRecord record) => shell.Output.Show(() => user.WriteProgress(sourceId, record));

    public override string ReadLine() => throw Refused();

    public override SecureString ReadLineAsSecureString() => throw Refused();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw Refused();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Refused();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Refused();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw Refused();

    private static PSInvalidOperationException Refused() => new("A background handler cannot ask the user anything.");

    private void Transcribe(string value)
    {
        var lines = (line + value).Split('\n');
        foreach (var whole in lines[..^1])
        {
            shell.Transcribe(whole.TrimEnd('\r'));
        }

        line = lines[^1];
    }
}
