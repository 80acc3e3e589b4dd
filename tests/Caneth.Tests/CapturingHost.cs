using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using System.Text;

namespace Caneth.Tests;

/// <summary>A host without a console that remembers what was shown.</summary>
public sealed class CapturingHost : PSHost
{
    private readonly Screen screen = new();

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Recording";

    public override PSHostUserInterface UI => screen;

    public override Version Version => new(1, 0);

    /// <summary>How many columns the window has; nobody knows where it is null.</summary>
    public int? Width
    {
        set => screen.Window = value is { } columns ? new RecordingWindow(columns) : null;
    }

    /// <summary>What is typed where a line is asked for; nobody is there where it is null.</summary>
    public Func<string>? Answer
    {
        set => screen.Answer = value;
    }

    /// <summary>How often something asked to end the shell.</summary>
    public int ExitsAsked { get; private set; }

    /// <summary>What was shown since the last call.</summary>
    public string TakeText() => screen.Take();

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => ExitsAsked++;

    private sealed class Screen : PSHostUserInterface
    {
        private readonly StringBuilder text = new();

        public RecordingWindow? Window { get; set; }

        public Func<string>? Answer { get; set; }

        public override PSHostRawUserInterface RawUI => Window!;

        public string Take()
        {
            lock (text)
            {
                var taken = text.ToString();
                text.Clear();
                return taken;
            }
        }

        public override void Write(string value)
        {
            lock (text)
            {
                text.Append(value);
            }
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + '\n');

        public override void WriteErrorLine(string value) => WriteLine("ERROR: " + value);

        public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

        public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

        public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

        public override void WriteProgress(long sourceId, ProgressRecord record)
        {
        }

        public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        {
            WriteLine("ASKED FOR: " + string.Join(", ", descriptions.Select(field => field.Name)));
            throw new NotSupportedException();
        }

        public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
            throw new NotSupportedException();

        public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName,
            PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) => throw new NotSupportedException();

        public override string ReadLine() => (Answer ?? throw new NotSupportedException())();

        public override SecureString ReadLineAsSecureString() => throw new NotSupportedException();
    }
}
