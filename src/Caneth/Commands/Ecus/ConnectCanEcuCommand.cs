using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Connects to a control unit, to ask it for something over ISO-TP and UDS.</summary>
[Cmdlet(VerbsCommunications.Connect, "CanEcu", DefaultParameterSetName = IdSet, SupportsShouldProcess = true)]
[OutputType(typeof(UdsClient))]
public sealed class ConnectCanEcuCommand : CanCmdlet
{
    private const string IdSet = "Id";
    private const string AddressSet = "Address";
    private const string TargetSet = "Target";
    private const string ExtensionSet = "Extension";
    private const uint FixedGroupMask = 0x03FF_0000;
    private const uint FixedGroup = 0x00DA_0000;
    private const uint ReplyOffset = 8;
    private const uint FirstObdRequest = 0x7E0;
    private const uint LastObdRequest = 0x7E7;

    private static readonly byte[] TesterPresent = [(byte)UdsService.TesterPresent, 0];

    /// <summary>The id that requests are sent with: 7E0 for the engine in most cars; 0x7E0 and 7E0 are hex, 2016 is decimal.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = TargetSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ExtensionSet, ValueFromPipelineByPropertyName = true)]
    [Read<IdConverter>]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdArgument? Request { get; set; }

    /// <summary>The id that answers come with; by default that which belongs to 7E0 to 7E7, or to an id with target and source.</summary>
    [Parameter(Position = 1, ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = TargetSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 1, ParameterSetName = ExtensionSet, ValueFromPipelineByPropertyName = true)]
    [Read<IdConverter>]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdArgument? Reply { get; set; }

    /// <summary>The address of the control unit in ids of 29 bits: 0x10 for 18DA10F1 and 18DAF110.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AddressSet)]
    [Read<ByteConverter>]
    public ByteArgument? Address { get; set; }

    /// <summary>The address of the tester.</summary>
    [Parameter(ParameterSetName = AddressSet)]
    [Parameter(ParameterSetName = TargetSet)]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument TesterAddress { get; set; } = IsoTpAddress.Tester;

    /// <summary>The address of the control unit that frames begin with (extended addressing).</summary>
    [Parameter(Mandatory = true, ParameterSetName = TargetSet)]
    [Read<ByteConverter>]
    public ByteArgument? TargetAddress { get; set; }

    /// <summary>The extension that frames of both ways begin with (mixed addressing).</summary>
    [Parameter(Mandatory = true, ParameterSetName = ExtensionSet)]
    [Read<ByteConverter>]
    public ByteArgument? AddressExtension { get; set; }

    /// <summary>What to call it; by default Ecu1, Ecu2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>What fills frames up to 8 bytes.</summary>
    [Parameter]
    [Read<ByteConverter>]
    [ValidateNotNull]
    public ByteArgument Padding { get; set; } = new IsoTpOptions().Padding!.Value;

    /// <summary>Sends frames as short as can be.</summary>
    [Parameter]
    public SwitchParameter NoPadding { get; set; }

    /// <summary>The least time between two frames of a long request, in seconds, where the control unit asks for less.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument SeparationTime { get; set; } = TimeSpan.Zero;

    /// <summary>What is added to every time between frames that the control unit asks for, in seconds, since a gateway moves frames together.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument GatewayJitter { get; set; } = TimeSpan.Zero;

    /// <summary>After how many frames of a long answer the control unit waits for another flow control; 0 for never.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int BlockSize { get; set; }

    /// <summary>How long the control unit may take to answer, in seconds; by default 1 s, or longer where it says so.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>How long it may take after each time it asks for patience, in seconds; by default 5 s, or longer where it says so.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? PendingTimeout { get; set; }

    /// <summary>What is added to both for the way there and back, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument LinkDelay { get; set; } = new UdsOptions().LinkDelay;

    /// <summary>Does not ask first whether somebody is there.</summary>
    [Parameter]
    public SwitchParameter NoCheck { get; set; }

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var name = Name is null ? State.Diagnostics.ActiveEcus.FreeName("Ecu") : State.Diagnostics.ActiveEcus.Contains(Name) ? Fail<string>(CanErrors.EcuNameTaken(Name)) : Name;
        var address = AddressOf();
        if (!ShouldProcess(session.Name, $"Connect {name} ({address})"))
        {
            return;
        }

        if (SeparationTime.Value > Diagnostics.SeparationTime.Longest)
        {
            WriteWarning(EcuMessages.LongSeparation(SeparationTime));
        }

        var ecu = Guard(() => new UdsClient(session, address, name, Transport(), Times()),
            failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);
        try
        {
            if (ecu.IsOver)
            {
                Fail<object>(CanErrors.Session(SessionMessages.SessionClosed(session.Name), session));
            }

            Check(ecu);
            State.Diagnostics.ActiveEcus.Add(ecu);
        }
        catch
        {
            ecu.Dispose();
            throw;
        }

        WriteObject(ecu);
    }

    private IsoTpOptions Transport() => new()
    {
        Padding = NoPadding ? null : Padding.Value,
        MinimumGap = SeparationTime,
        GatewayJitter = GatewayJitter,
        BlockSize = (byte)BlockSize,
    };

    private UdsOptions Times() => new() { ResponseTimeout = Timeout?.Value, PendingTimeout = PendingTimeout?.Value, LinkDelay = LinkDelay };

    private IsoTpAddress AddressOf() => ParameterSetName switch
    {
        AddressSet => IsoTpAddress.NormalFixed(Address!.Value, TesterAddress.Value),
        TargetSet => IsoTpAddress.Extended(Checked(Request!), Checked(Reply!), TargetAddress!.Value, TesterAddress.Value),
        ExtensionSet => IsoTpAddress.Mixed(Checked(Request!), ReplyOf(Checked(Request!)), AddressExtension!.Value),
        _ => IsoTpAddress.Normal(Checked(Request!), ReplyOf(Checked(Request!))),
    };

    private uint Checked(IdArgument id) => id.Id <= CanId.MaxExtended ? id.Id : Fail<uint>(CanErrors.IdOutOfRange(id.Id));

    private uint ReplyOf(uint request)
    {
        if (Reply is not null)
        {
            return Checked(Reply);
        }

        var (target, source) = (request >> 8 & 0xFF, request & 0xFF);
        return request is >= FirstObdRequest and <= LastObdRequest ? request + ReplyOffset
            : request > CanId.MaxStandard && (request & FixedGroupMask) == FixedGroup ? request & ~0xFFFFu | source << 8 | target
            : Fail<uint>(CanErrors.NoReplyId(request));
    }

    private void Check(UdsClient ecu)
    {
        if (NoCheck)
        {
            return;
        }

        try
        {
            new PipelineWaiter(this).Await(() => EcuMessages.Asking(ecu, pendings: 0), end => ecu.RequestAsync(TesterPresent, end));
        }
        catch (UdsException)
        {
            // Whoever refuses is there.
        }
        catch (TimeoutException silent)
        {
            Fail<object>(CanErrors.NoEcuThere(ecu.Name, ecu.Request, ecu.Reply, silent));
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or OperationCanceledException) && CanErrors.Ecu(failure, ecu) is { } error)
        {
            Fail<object>(error);
        }
    }
}
