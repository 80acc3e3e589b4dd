using System.Management.Automation;
using Caneth.Analysis;
using Caneth.Binding;
using Caneth.Cmdlets;

namespace Caneth.Commands;

/// <summary>Finds what frames of a second capture do that those of a first never did, such as the bit that a button changes.</summary>
[Cmdlet(VerbsData.Compare, "CanFrame", DefaultParameterSetName = FrameSet)]
[OutputType(typeof(FrameDifference))]
public sealed class CompareCanFrameCommand : CanCmdlet
{
    private const string FrameSet = "Frame";
    private const string PathSet = "Path";

    private FrameFilter filter = FrameFilter.All;
    private CaptureComparison? comparison;

    /// <summary>The frames of the first capture, in which nothing was pressed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FrameSet)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] ReferenceFrame { get; set; } = [];

    /// <summary>The frames of the second capture, in which it was pressed several times.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = FrameSet, ValueFromPipeline = true)]
    [Read<FrameConverter>(Each = true)]
    public CanFrame[] DifferenceFrame { get; set; } = [];

    /// <summary>The log files of the first capture; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ReferencePath { get; set; } = [];

    /// <summary>The log files of the second capture; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] DifferencePath { get; set; } = [];

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>The databases that know some of the messages: paths, databases or their names; by default those bound to the device that was connected last.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DatabaseCompleter))]
    [Read<DatabaseConverter>(Each = true)]
    public DatabaseArgument[]? Database { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        var finder = new DatabaseFinder(this);
        filter = new FrameFilter(Id).Except(ExcludeId ?? []);
        comparison = new(Database is null ? finder.BoundTo(State.DefaultSession) : finder.SetOf(Database, session: null));
        foreach (var frame in ReferenceFrame)
        {
            AddReference(frame);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ThrowIfStopped();
        foreach (var frame in DifferenceFrame)
        {
            AddDifference(frame);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == PathSet)
        {
            var logs = new LogScan(this);
            logs.Read(ReferencePath, AddReference);
            logs.Read(DifferencePath, AddDifference);
        }

        var found = comparison!.GetDifferences();
        if (comparison.ReferenceFrames == 0 || comparison.DifferenceFrames == 0)
        {
            WriteError(CanErrors.NothingToCompare(comparison.ReferenceFrames == 0));
            return;
        }

        if (comparison.FramesBeyond > 0)
        {
            WriteWarning(AnalysisMessages.Beyond(comparison.FramesBeyond));
        }

        if (found.Count == 0)
        {
            WriteWarning(AnalysisMessages.NothingDiffers(comparison.ReferenceFrames, comparison.DifferenceFrames));
        }

        WriteObject(found, enumerateCollection: true);
    }

    private void AddReference(in CanFrame frame)
    {
        if (filter.Matches(frame))
        {
            comparison!.AddReference(frame);
        }
    }

    private void AddDifference(in CanFrame frame)
    {
        if (filter.Matches(frame))
        {
            comparison!.AddDifference(frame);
        }
    }
}
