using System.Management.Automation;
using Caneth.Analysis;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>Makes a database of traffic: its messages, and the fields that they seem to have.</summary>
[Cmdlet(VerbsCommon.New, "CanDatabase", DefaultParameterSetName = FrameSet)]
[OutputType(typeof(CanDatabase))]
public sealed class NewCanDatabaseCommand : CanCmdlet
{
    private const string FrameSet = "Frame";
    private const string PathSet = "Path";
    private const string DefaultName = "Skeleton";

    private readonly DatabaseSkeleton skeleton = new();
    private FrameFilter filter = FrameFilter.All;

    /// <summary>The log files whose frames are looked at; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] FromLog { get; set; } = [];

    /// <summary>The frames that are looked at, such as those of Receive-CanFrame.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] InputObject { get; set; } = [];

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>What to call the database; by default as the log is called, without its extension, or Skeleton.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private PipelineWaiter Waiter => field ??= new(this);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        filter = new FrameFilter(Id).Except(ExcludeId ?? []);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ThrowIfStopped();
        foreach (var frame in InputObject)
        {
            Take(frame);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathSet)
        {
            new LogScan(this).Read(FromLog, Take);
        }

        if (skeleton.FrameCount == 0)
        {
            WriteError(CanErrors.NoFramesToDescribe());
            return;
        }

        var name = Name ?? (ParameterSetName == PathSet && FromLog is [var only] && !WildcardPattern.ContainsWildcardCharacters(only)
            ? Path.GetFileNameWithoutExtension(only)
            : DefaultName);
        var database = Waiter.Await(AnalysisMessages.Describing(skeleton.FrameCount), end => Task.Run(() => skeleton.ToDatabase(name, end), end));
        if (skeleton.FramesBeyond > 0)
        {
            WriteWarning(AnalysisMessages.Beyond(skeleton.FramesBeyond));
        }

        if (skeleton.FramesOfOtherDevices is > 0 and var others)
        {
            WriteWarning(AnalysisMessages.OtherDevices(others));
        }

        WriteObject(database);
    }

    private void Take(in CanFrame frame)
    {
        if (filter.Matches(frame))
        {
            skeleton.Add(frame);
        }
    }
}
