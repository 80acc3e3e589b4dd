using System.Management.Automation;

namespace Caneth.Handlers;

/// <summary>Shows what an action writes, as the prompt shows it, and reports the errors to its handler.</summary>
/// <remarks>Not exported: a part of <see cref="HandlerPipeline"/>.</remarks>
[Cmdlet(VerbsCommon.Show, "CanHandlerOutput")]
internal sealed class ShowCanHandlerOutputCommand : PSCmdlet, IDisposable
{
    // What Write-Host tags what it writes with.
    private const string HostTag = "PSHOST";

    private SteppablePipeline? shown;

    [Parameter(Mandatory = true, Position = 0)]
    public IActionSource Source { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? Value { get; set; }

    public void Dispose() => shown?.Dispose();

    protected override void ProcessRecord()
    {
        switch (Value?.BaseObject)
        {
            case null:
                break;
            case ErrorRecord error:
                Source.Failed(error);
                break;
            case InformationRecord { MessageData: HostInformationMessage message } when IsColoured(message):
                Show(message);
                break;
            case InformationRecord information when !information.Tags.Contains(HostTag) && !AreInformationShown():
                break;
            default:
                Show(Value);
                break;
        }
    }

    protected override void EndProcessing() => Write(shown?.End());

    private static bool IsColoured(HostInformationMessage message) =>
        message.ForegroundColor is not null || message.BackgroundColor is not null || message.NoNewLine == true;

    private bool AreInformationShown() =>
        GetVariableValue("InformationPreference", ActionPreference.SilentlyContinue) is ActionPreference.Continue;

    private void Show(PSObject value)
    {
        shown ??= Begin();
        Write(shown.Process(value));
    }

    // What is kept for later is text already: objects change, and the pipeline that would show them is over by then.
    private SteppablePipeline Begin()
    {
        var pipeline = ScriptBlock.Create(Source.Output.IsHeld ? "Out-String -Stream" : "Out-Default").GetSteppablePipeline();
        pipeline.Begin(expectInput: true);
        return pipeline;
    }

    private void Write(Array? lines)
    {
        var screen = Host.UI;
        foreach (var line in lines ?? Array.Empty<object>())
        {
            Source.Output.Show(() => screen.WriteLine($"{line}"));
        }
    }

    // Out-Default knows neither colours nor half lines.
    private void Show(HostInformationMessage message)
    {
        var screen = Host.UI;
        var text = message.NoNewLine == true ? message.Message : message.Message + Environment.NewLine;
        Source.Output.Show(message.ForegroundColor is null && message.BackgroundColor is null
            ? () => screen.Write(text)
            : () => screen.Write(message.ForegroundColor ?? screen.RawUI.ForegroundColor, message.BackgroundColor ?? screen.RawUI.BackgroundColor, text));
    }
}
