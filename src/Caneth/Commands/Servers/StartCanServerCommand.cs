using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Servers;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>Offers a device to other programs, as many as want it: python-can, SavvyCAN, another Caneth.</summary>
[Cmdlet(VerbsLifecycle.Start, "CanServer", SupportsShouldProcess = true)]
[OutputType(typeof(CanServer))]
public sealed class StartCanServerCommand : CanCmdlet
{
    /// <summary>What it speaks: Socketcand, Gateway (13 bytes a frame), Slcan, Cannelloni (by TCP), Gvret, Pcapng (for Wireshark).</summary>
    [Parameter(Position = 0)]
    public ServerProtocol Protocol { get; set; }

    /// <summary>The TCP port to listen on; 0 takes one that is free. By default the one that is usual for the protocol.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int? Port { get; set; }

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    /// <summary>Which ids clients see: numbers, ranges 0x100-0x1FF, ids with a mask 0x7E8/0x7F8, or as candump takes them (7E8:7F8, 7E8~7F8); by default all.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? Id { get; set; }

    /// <summary>Which ids they do not see, written as -Id is.</summary>
    [Parameter]
    [Read<IdFilterConverter>(Each = true)]
    [ArgumentCompleter(typeof(IdCompleter))]
    public IdFilter[]? ExcludeId { get; set; }

    /// <summary>Tells the network of it by the beacon of socketcand (UDP port 42000), so that SavvyCAN and Kayak find it.</summary>
    [Parameter]
    public SwitchParameter Announce { get; set; }

    /// <summary>Only shows the bus: nothing that clients send reaches it.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>How many clients are served at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaxClients { get; set; } = 8;

    /// <summary>How old a frame of a client may become until it leaves, in seconds; then it is never sent. By default 1 s.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? MaxSendAge { get; set; }

    /// <summary>The name under which socketcand offers the bus.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Bus { get; set; } = "can0";

    /// <summary>
    /// The address to listen at. Only this computer reaches the default, 127.0.0.1; the protocols have no authentication and no encryption.
    /// </summary>
    [Parameter]
    public IPAddress Address { get; set; } = IPAddress.Loopback;

    /// <summary>What to call it; by default Server1, Server2 and so on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        if (session.State == CanSessionState.Closed)
        {
            Fail<object>(CanErrors.Session(SessionMessages.SessionClosed(session.Name), session));
        }

        var name = Name ?? State.Servers.FreeName("Server");
        if (State.Servers.Contains(name))
        {
            Fail<object>(CanErrors.ServerNameTaken(name));
        }

        if (ShouldProcess(session.Name, $"Offer to other programs as {Protocol}"))
        {
            Start(session, Options(name));
        }
    }

    private ServerOptions Options(string name) => new()
    {
        Name = name,
        Protocol = Protocol,
        Address = Address,
        Port = Port,
        Bus = Bus,
        Filter = new FrameFilter(Id).Except(ExcludeId ?? []),
        ReadOnly = ReadOnly,
        Announce = Announce,
        MaxClients = MaxClients,
        MaxSendAge = MaxSendAge?.Value ?? new ServerOptions().MaxSendAge,
    };

    private void Start(CanSession session, ServerOptions options)
    {
        var server = Guard(() => CanServer.Start(session, options), failure => failure switch
        {
            SocketException => CanErrors.ServerNotStarted(options.Name, failure),
            ArgumentException wrong => CanErrors.OptionOutOfRange(wrong),
            _ => null,
        });
        State.Add(server);
        if (!IPAddress.IsLoopback(Address))
        {
            WriteWarning(ModuleMessages.ServerIsOpen(server));
        }

        WriteObject(server);
    }
}
