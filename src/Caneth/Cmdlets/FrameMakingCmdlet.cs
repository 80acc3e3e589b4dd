using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that make a frame of an id and data, or take one as it is.</summary>
public abstract class FrameMakingCmdlet : CanCmdlet
{
    /// <summary>The parameter set that makes a frame.</summary>
    protected const string IdSet = "Id";

    /// <summary>The parameter set that takes frames as they are.</summary>
    protected const string FrameSet = "Frame";

    /// <summary>The id: 0x1A3 and 1A3 are hex, 291 is decimal, 00000123 is hex. Above 0x7FF it is extended. Or a frame: 123#0102.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Read<IdConverter>]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdArgument? Id { get; set; }

    /// <summary>The data: up to 8 bytes, or text in hex.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Read<DataConverter>]
    [ArgumentCompleter(typeof(DataCompleter))]
    public DataArgument? Data { get; set; }

    /// <summary>Makes an id up to 0x7FF an extended one; -Extended:$false insists on a standard one.</summary>
    [Parameter(ParameterSetName = IdSet)]
    public SwitchParameter Extended { get; set; }

    /// <summary>Makes a remote frame (RTR), which asks for data and carries none.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Alias("Rtr")]
    public SwitchParameter Remote { get; set; }

    /// <summary>The data length code, 0 to 15; by default that of the data. A remote frame asks for this many bytes.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, DataLengthCode.Max)]
    public int? Dlc { get; set; }

    /// <summary>Makes a CAN FD frame.</summary>
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    public SwitchParameter Fd { get; set; }

    /// <summary>Makes an error frame, as logs record them.</summary>
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    public SwitchParameter Error { get; set; }

    // By property too, although nothing has such a property: else the binder takes the id of every frame of the pipeline, since that alone
    // can come by property, and leaves the frame.
    /// <summary>A frame: as it is, as text that candump writes, or an object with the properties of one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FrameSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Read<FrameToSendConverter>]
    public CanFrame InputObject { get; set; }

    /// <summary>The frame that is meant: the one given, or the one that the parameters describe.</summary>
    /// <returns>The frame; null after an error was written.</returns>
    private protected CanFrame? MakeFrame() => ParameterSetName == FrameSet ? InputObject
        : new FrameRecipe(Id!, Data, Dlc) { Extended = Extended, Remote = Remote, Fd = Fd, Error = Error }.Make(this);
}
