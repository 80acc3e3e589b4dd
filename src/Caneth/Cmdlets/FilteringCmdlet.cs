using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that select frames by id and by how the data begins.</summary>
public abstract class FilteringCmdlet : CanCmdlet
{
    /// <summary>The devices: sessions or their names; by default the one connected last.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument[]? Device { get; set; }

    /// <summary>Which ids: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8; by default all.</summary>
    [Parameter(Position = 0)]
    [ReadIdFilter]
    [ArgumentCompleter(typeof(IdCompleter))]
    public virtual IdFilter[]? Id { get; set; }

    /// <summary>The first byte of the data.</summary>
    [Parameter]
    [ReadByte]
    public byte? D0 { get; set; }

    /// <summary>The second byte of the data; needs -D0.</summary>
    [Parameter]
    [ReadByte]
    public byte? D1 { get; set; }

    /// <summary>How the data begins; ?? stands for any byte.</summary>
    [Parameter]
    [ReadDataPattern]
    public DataPattern? Data { get; set; }

    /// <summary>Makes the filter that the parameters describe.</summary>
    private protected FrameFilter Filter() => new(Id, PatternOf(this, D0, D1, Data));

    /// <summary>Makes the pattern that parameters for the first bytes describe.</summary>
    internal static DataPattern PatternOf(CanCmdlet cmdlet, byte? first, byte? second, DataPattern? data) =>
        second is not null && first is null ? cmdlet.Fail<DataPattern>(CanErrors.D1WithoutD0())
        : data is not null && first is not null ? cmdlet.Fail<DataPattern>(CanErrors.DataTwice())
        : data ?? (first is null ? DataPattern.Any : second is null ? new(first) : new(first, second));
}
