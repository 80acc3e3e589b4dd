using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Caneth.Handlers;

/// <summary>Shows on the user's screen, and asks nothing: two that read one keyboard take each other's keys.</summary>
/// <param name="user">The user's.</param>
/// <param name="transcribe">Writes a line into the user's transcript.</param>
internal sealed class BackgroundHostUserInterface(PSHostUserInterface user, Action<string> transcribe) : PSHostUserInterface
{
    private string line = string.Empty;

    public override PSHostRawUserInterface RawUI => user.RawUI;

    public override bool SupportsVirtualTerminal => user.SupportsVirtualTerminal;

    public override void Write(string value)
    {
        user.Write(value);
        Transcribe(value);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        user.Write(foregroundColor, backgroundColor, value);
        Transcribe(value);
    }

    public override void WriteLine(string value)
    {
        user.WriteLine(value);
        Transcribe(value + '\n');
    }

    public override void WriteErrorLine(string value)
    {
        user.WriteErrorLine(value);
        Transcribe(value + '\n');
    }

    public override void WriteWarningLine(string message)
    {
        user.WriteWarningLine(message);
        Transcribe($"WARNING: {message}\n");
    }

    public override void WriteVerboseLine(string message)
    {
        user.WriteVerboseLine(message);
        Transcribe($"VERBOSE: {message}\n");
    }

    public override void WriteDebugLine(string message)
    {
        user.WriteDebugLine(message);
        Transcribe($"DEBUG: {message}\n");
    }

    public override void WriteProgress(long sourceId, ProgressRecord record) => user.WriteProgress(sourceId, record);

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
            transcribe(whole.TrimEnd('\r'));
        }

        line = lines[^1];
    }
}
