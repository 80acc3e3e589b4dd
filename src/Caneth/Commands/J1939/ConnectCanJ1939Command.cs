using System.Globalization;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Takes part in J1939 on a device: claims an address, and defends it or yields it.</summary>
[Cmdlet(VerbsCommunications.Connect, "CanJ1939", DefaultParameterSetName = FieldsSet, SupportsShouldProcess = true)]
[OutputType(typeof(J1939Node))]
public sealed class ConnectCanJ1939Command : J1939Cmdlet
{
    private const string FieldsSet = "Fields";
    private const string NameSet = "NodeName";

    private static readonly J1939NodeOptions Defaults = new();

    // As long as one waits for objections.
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(250);

    /// <summary>The address to claim: 0xF9, F9 or 249, up to 253.</summary>
    [Parameter(Position = 0)]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument Address { get; set; } = Defaults.Address;

    /// <summary>The NAME: 64 bits in hex.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string? NodeName { get; set; }

    /// <summary>The identity number in the NAME; by default a random one.</summary>
    [Parameter(ParameterSetName = FieldsSet)]
    [ValidateRange(0, J1939Name.MaxIdentityNumber)]
    public int? IdentityNumber { get; set; }

    /// <summary>The code of the manufacturer in the NAME.</summary>
    [Parameter(ParameterSetName = FieldsSet)]
    [ValidateRange(0, J1939Name.MaxManufacturerCode)]
    public int ManufacturerCode { get; set; } = Defaults.Name.ManufacturerCode;

    /// <summary>The function in the NAME: 129 is a tester, 0 an engine.</summary>
    [Parameter(ParameterSetName = FieldsSet)]
    [ValidateRange(0, 255)]
    public int Function { get; set; } = Defaults.Name.Function;

    /// <summary>Takes another address, 128 to 247, where the one to claim is another node's.</summary>
    [Parameter(ParameterSetName = FieldsSet)]
    public SwitchParameter AnyAddress { get; set; }

    /// <summary>Claims the address without asking first whether it is another node's.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var options = new J1939NodeOptions { Address = Address.Value, Name = NameOf() };
        Guard(options.Validate, failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);
        if (State.Diagnostics.J1939NodeOf(session) is { } other)
        {
            Fail<object>(CanErrors.J1939NodeExists(other));
        }

        if (ShouldProcess(session.Name, J1939Messages.Claim(options.Address, options.Name)) && IsFree(session, options))
        {
            Connect(session, options);
        }
    }

    /// <summary>Whether the address is nobody's, or whoever has it cannot lose it: the NAME of a tester is low, and an engine is not to fall silent.</summary>
    private bool IsFree(CanSession session, J1939NodeOptions options)
    {
        if (Force || options.Name.ArbitraryAddressCapable)
        {
            return true;
        }

        var search = new J1939NodeSearch(session, node: null, LookTime);
        if (!TryDo(session, J1939Messages.Listening(), search.FindAsync, out var found))
        {
            return false;
        }

        if (found.FirstOrDefault(node => node.Address == options.Address && node.Name != options.Name) is not { } other)
        {
            return true;
        }

        WriteError(CanErrors.J1939AddressTaken(other));
        return false;
    }

    private void Connect(CanSession session, J1939NodeOptions options)
    {
        var node = new J1939Node(session, options);
        try
        {
            if (!TryDo(session, J1939Messages.Claiming(node), node.WaitForAddressAsync, out var own))
            {
                node.Dispose();
                return;
            }

            State.Diagnostics.Add(node);
            if (own != options.Address)
            {
                WriteWarning(J1939Messages.AddressTaken(node, own));
            }
        }
        catch
        {
            node.Dispose();
            throw;
        }

        TellDouble(node);
        WriteObject(node);
    }

    private J1939Name NameOf()
    {
        if (NodeName is not { } text)
        {
            return J1939Name.Create(IdentityNumber ?? new J1939NodeOptions().Name.IdentityNumber, ManufacturerCode, Function, arbitraryAddressCapable: AnyAddress);
        }

        return Guard(() => J1939Name.Parse(text, CultureInfo.InvariantCulture), failure => failure is FormatException wrong ? CanErrors.NotAName(text, wrong) : null);
    }
}
