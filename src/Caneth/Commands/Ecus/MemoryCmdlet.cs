using System.Management.Automation;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that name a place in the memory of a control unit.</summary>
public abstract class MemoryCmdlet : EcuCmdlet
{
    /// <summary>Where, in hex or decimal: 0x1000, 4096.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ulong Address { get; set; }

    /// <summary>In how many bytes the control unit wants an address.</summary>
    [Parameter]
    [ValidateRange(1, 8)]
    public int AddressBytes { get; set; } = new UdsMemoryFormat().AddressBytes;

    /// <summary>In how many bytes the control unit wants a length.</summary>
    [Parameter]
    [ValidateRange(1, 4)]
    public int LengthBytes { get; set; } = new UdsMemoryFormat().LengthBytes;

    private protected UdsMemoryFormat Format => new() { AddressBytes = AddressBytes, LengthBytes = LengthBytes };
}
