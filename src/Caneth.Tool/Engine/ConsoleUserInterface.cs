using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Caneth.Tool.Engine;

/// <summary>Shows results on standard output and everything else on standard error, and asks where someone can answer.</summary>
internal sealed class ConsoleUserInterface(IScreen screen) : PSHostUserInterface
{
    private readonly bool coloursErrors = !Console.IsErrorRedirected && !StandardStreams.ColoursUnwanted && VirtualTerminal.IsOn;

    private static PSStyle.FormattingData Colours => PSStyle.Instance.Formatting;

    /// <summary>Whether what is written is an error that ended a pipeline, which the engine writes like any result.</summary>
    public bool ShowsFailure { get; set; }

    /// <inheritdoc/>
    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface(screen);

    /// <inheritdoc/>
    public override bool SupportsVirtualTerminal => screen.HasColours;

    /// <inheritdoc/>
    public override void Write(string value)
    {
        if (ShowsFailure)
        {
            screen.WriteError(GetOutputString(value, coloursErrors));
        }
        else
        {
            screen.Write(GetOutputString(value, screen.HasColours));
        }
    }

    /// <inheritdoc/>
    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    /// <inheritdoc/>
    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    /// <inheritdoc/>
    public override void WriteErrorLine(string value) =>
        ShowError(value, value.Contains('\e', StringComparison.Ordinal) ? "" : Colours.Error);

    /// <inheritdoc/>
    public override void WriteWarningLine(string message) => ShowError($"WARNING: {message}", Colours.Warning);

    /// <inheritdoc/>
    public override void WriteVerboseLine(string message) => ShowError($"VERBOSE: {message}", Colours.Verbose);

    /// <inheritdoc/>
    public override void WriteDebugLine(string message) => ShowError($"DEBUG: {message}", Colours.Debug);

    /// <inheritdoc/>
    public override void WriteInformation(InformationRecord record)
    {
        // What Write-Host says has been written already by then.
        if (!record.Tags.Contains("PSHOST"))
        {
            ShowError($"INFO: {record}", "");
        }
    }

    /// <inheritdoc/>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // A bar would tear the lines of frames apart.
    }

    /// <inheritdoc/>
    public override string ReadLine() => Questions.ReadLine();

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        Questions.AskForValues(screen, caption, message, descriptions);

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        Questions.AskForChoice(screen, caption, message, choices, defaultChoice);

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => throw Questions.NoSecrets();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Questions.NoSecrets();

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw Questions.NoSecrets();

    private void ShowError(string text, string colour) =>
        screen.WriteError(GetOutputString(colour + text + PSStyle.Instance.Reset, coloursErrors) + Environment.NewLine);
}
