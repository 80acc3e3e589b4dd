using System.Management.Automation;
using Caneth.Binding;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets that make a frame of an id and data.</summary>
public abstract class FrameMakingCmdlet : CanCmdlet
{
    /// <summary>The parameter set that makes a frame.</summary>
    protected const string IdSet = "Id";

    /// <summary>The parameter set that takes frames as they are.</summary>
    protected const string FrameSet = "Frame";

    /// <summary>The id: 0x1A3 and 1A3 are hex, 291 is decimal, 00000123 is hex. Above 0x7FF it is extended.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ReadCanId]
    public uint Id { get; set; }

    /// <summary>The data: up to 8 bytes, or text in hex.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ReadBytes]
    [AllowEmptyCollection]
    public byte[] Data { get; set; } = [];

    /// <summary>Makes an id up to 0x7FF an extended one; -Extended:$false insists on a standard one.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ReadSwitch]
    public SwitchParameter Extended { get; set; }

    /// <summary>Makes a remote frame (RTR), which asks for data and carries none.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Alias("Rtr")]
    [ReadSwitch]
    public SwitchParameter Remote { get; set; }

    /// <summary>The data length code, 0 to 15; by default that of the data. A remote frame asks for this many bytes.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, DataLengthCode.Max)]
    public int? Dlc { get; set; }

    /// <summary>Makes a CAN FD frame.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ReadSwitch]
    public SwitchParameter Fd { get; set; }

    /// <summary>Makes an error frame, as logs record them.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true, DontShow = true)]
    [ReadSwitch]
    public SwitchParameter Error { get; set; }

    /// <summary>Makes the frame that the parameters describe.</summary>
    /// <returns>The frame; null after an error was written.</returns>
    private protected CanFrame? MakeFrame()
    {
        if (Problem() is { } error)
        {
            WriteError(error);
            return null;
        }

        var flags = (Extended ? FrameFlags.Extended : FrameFlags.None) | (Remote ? FrameFlags.Remote : FrameFlags.None)
            | (Fd ? FrameFlags.Fd : FrameFlags.None) | (Error ? FrameFlags.Error : FrameFlags.None);
        try
        {
            return new CanFrame(Id, new CanData(Data), Dlc ?? DataLengthCode.FromLength(Data.Length, Fd), flags);
        }
        catch (ArgumentException failure)
        {
            WriteError(CanErrors.InvalidFrame(failure));
            return null;
        }
    }

    private ErrorRecord? Problem()
    {
        var most = Fd ? CanData.MaxLength : CanData.MaxClassicLength;
        var standard = MyInvocation.BoundParameters.ContainsKey(nameof(Extended)) && !Extended;
        return Id > CanId.MaxExtended ? CanErrors.IdOutOfRange(Id)
            : standard && Id > CanId.MaxStandard ? CanErrors.StandardIdTooLarge(Id)
            : Data.Length > most ? CanErrors.TooMuchData(Data.Length, most)
            : null;
    }
}
