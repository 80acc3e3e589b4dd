using System.Collections.Concurrent;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Logs;
using Caneth.Recording;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Looks whether files of recordings can be read to their end, are what they were when they were complete, and whether any are missing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CanRecording", DefaultParameterSetName = PathSet)]
[OutputType(typeof(RecordingCheck))]
public sealed class TestCanRecordingCommand : CanCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> files = [];
    private readonly ConcurrentQueue<RecordingCheck> checks = [];
    private int done;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>The files, their paths taken as they are written.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The format of the files; by default their extension gives it.</summary>
    [Parameter]
    [Read<LogFormatConverter>]
    [ArgumentCompleter(typeof(LogFormatCompleter))]
    public LogFormat? Format { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var isLiteral = ParameterSetName == LiteralPathSet;
        files.AddRange(new FileFinder(this, CanErrors.LogNotFound).Find(isLiteral ? LiteralPath : Path, isLiteral));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var progress = new ProgressBar(this, MyInvocation.MyCommand.Name);
        new PipelineWaiter(this).Await(CheckAsync, () => Emit(progress));
        Emit(progress);
        progress.End();
    }

    private void Emit(ProgressBar progress)
    {
        while (checks.TryDequeue(out var check))
        {
            WriteObject(check);
            done++;
        }

        if (progress.IsDue)
        {
            progress.Show(ModuleMessages.Checking(done, files.Count));
        }
    }

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await foreach (var check in RecordingCheck.RunAsync([.. files.Distinct(StringComparer.Ordinal)], Format, cancellationToken).ConfigureAwait(false))
        {
            checks.Enqueue(check);
        }
    }
}
