using System.Management.Automation;
using Caneth.Binding;
using Caneth.Sessions;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that select frames by id and by how the data begins.</summary>
public abstract class FilteringCmdlet : CanCmdlet
{
    private readonly List<DeviceArgument> devices = [];

    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter(Position = 0)]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public virtual IdFilter[]? Id { get; set; }

    /// <summary>Which ids not, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>The first byte of the data.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? D0 { get; set; }

    /// <summary>The second byte of the data; needs -D0.</summary>
    [Parameter]
    [Read<ByteConverter>]
    public ByteArgument? D1 { get; set; }

    /// <summary>How the data begins; ?? stands for any byte.</summary>
    [Parameter]
    [Read<DataPatternConverter>]
    [ArgumentCompleter(typeof(DataCompleter))]
    public DataPattern? Data { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => devices.AddRange(Device ?? []);

    /// <summary>All the devices that are meant, those of the pipeline too; to be asked for when it is at its end.</summary>
    private protected IReadOnlyList<CanSession> Devices() => ResolveAll([.. devices]);

    /// <summary>Makes the filter that the parameters describe.</summary>
    private protected FrameFilter Filter() => new FrameFilter(Id, PatternOf(this, D0, D1, Data)).Except(ExcludeId ?? []);

    /// <summary>Makes the pattern that parameters for the first bytes describe.</summary>
    internal static DataPattern PatternOf(CanCmdlet cmdlet, ByteArgument? first, ByteArgument? second, DataPattern? data) =>
        second is not null && first is null ? cmdlet.Fail<DataPattern>(CanErrors.D1WithoutD0())
        : data is not null && first is not null ? cmdlet.Fail<DataPattern>(CanErrors.DataTwice())
        : data ?? (first is null ? DataPattern.Any : second is null ? new(first.Value) : new(first.Value, second.Value));
}
