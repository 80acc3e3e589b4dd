using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Publishing;
using Caneth.Sessions;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Streams the frames that a device receives, or that are published to a broker, until stopped.</summary>
[Cmdlet(VerbsCommunications.Receive, "CanFrame", DefaultParameterSetName = DeviceSet)]
[OutputType(typeof(CanFrame))]
public sealed class ReceiveCanFrameCommand : FilteringCmdlet
{
    private const string DeviceSet = "Device";
    private const string BrokerSet = "Broker";

    /// <summary>Ends after this many frames.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>Ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Duration { get; set; }

    /// <summary>Ends when no matching frame came for this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    public TimeArgument? Timeout { get; set; }

    /// <summary>Holds the gateway back instead of losing frames where the pipeline is too slow.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public SwitchParameter Lossless { get; set; }

    /// <summary>The frames that the device sends, too: in order, with the time when they were handed to the operating system.</summary>
    [Parameter(ParameterSetName = DeviceSet)]
    public SwitchParameter IncludeSent { get; set; }

    /// <summary>The broker that frames are published to: nats://broker:4222, tls://broker, mqtt://broker:1883 or mqtts://broker:8883.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BrokerSet)]
    [ValidateNotNullOrEmpty]
    public string From { get; set; } = string.Empty;

    /// <summary>What the topics begin with, as Start-CanPublisher was told; by default can/v1.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    [ValidateNotNullOrEmpty]
    public string Topic { get; set; } = PublisherOptions.DefaultTopic;

    /// <summary>What the broker has stored, too, and first. Only NATS with JetStream stores.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    public SwitchParameter IncludeStored { get; set; }

    /// <summary>The user and the password for the broker; by default those in the environment: CANETH_BROKER_USER, CANETH_BROKER_PASSWORD.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>The certificate, with its private key, by which this computer identifies itself to the broker.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The certificates of authorities that are trusted for the broker, in the place of the system's.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    public X509Certificate2[]? TrustedCertificate { get; set; }

    /// <summary>Believes whatever certificate the broker shows. Then nobody knows who it is.</summary>
    [Parameter(ParameterSetName = BrokerSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    private FrameReader Reader => field ??= Own(new FrameReader(this, new(this)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == BrokerSet)
        {
            ReceiveFromBroker();
        }
        else
        {
            ReceiveFromDevices();
        }
    }

    private void ReceiveFromBroker()
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Device)))
        {
            Fail<object>(CanErrors.DeviceAndBroker(nameof(Device)));
        }

        var broker = new BrokerAccess(this, From)
        {
            Credential = Credential,
            Certificate = Certificate,
            TrustedCertificate = TrustedCertificate,
            SkipCertificateCheck = SkipCertificateCheck,
        }.Options();
        var reader = Own(new PublishedFrameReader(this, new(this)));
        reader.Open(new() { Broker = broker, Topic = Topic, Filter = Filter(), IncludeStored = IncludeStored });
        Receive(reader.Emit);
        reader.Report(broker.Address);
    }

    private void ReceiveFromDevices()
    {
        var filter = Filter();
        Reader.Subscribe(Devices(), filter, Lossless, IncludeSent);
        WriteVerbose(ModuleMessages.Receiving(filter, Reader.Sessions, IncludeSent));
        var left = Receive((most, deadline) => Reader.Emit(most, deadline));
        WriteVerbose(ModuleMessages.Received((Count ?? long.MaxValue) - left, IncludeSent));

        // The end of a device is the end of its frames, which must not look like a quiet bus.
        foreach (var session in Reader.Sessions.Where(session => session.State == CanSessionState.Closed && (left > 0 || session.LastError is not null)))
        {
            WriteError(CanErrors.Ended(session));
        }
    }

    /// <summary>Emits frames until as many came as are wanted, the time is over, or none comes any more.</summary>
    /// <returns>How many more were wanted.</returns>
    private long Receive(Func<long, Deadline, int> emit)
    {
        var end = new Deadline(Duration?.Value);
        var left = Count ?? long.MaxValue;
        while (left > 0)
        {
            var count = emit(left, end.Or(new Deadline(Timeout?.Value)));
            left -= count;
            if (count == 0 || end.IsOver)
            {
                break;
            }
        }

        return left;
    }
}
