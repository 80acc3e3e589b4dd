using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Restarts a control unit, and waits until it answers again where that is wanted.</summary>
[Cmdlet(VerbsLifecycle.Restart, "CanEcu", SupportsShouldProcess = true)]
[OutputType(typeof(UdsClient))]
public sealed class RestartCanEcuCommand : EcuCmdlet
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(400);
    private static readonly byte[] TesterPresent = [(byte)UdsService.TesterPresent, 0];

    /// <summary>How: as if the supply came anew, as if the ignition was switched, or the program alone.</summary>
    [Parameter(Position = 0)]
    public EcuRestart Kind { get; set; } = EcuRestart.Hard;

    /// <summary>Waits until it answers again.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait until it answers again, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Emits the control unit.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var ecu = Resolve();
        if (!ShouldProcess(ecu.Name, $"Restart ({Kind})") || !TryAsk(ecu, Kind, end => ecu.RestartAsync((byte)Kind, end)))
        {
            return;
        }

        var deadline = new Deadline(Timeout);
        if (Wait && !TryAsk(ecu, Kind, end => AnswersAsync(ecu, deadline, end)))
        {
            return;
        }

        if (PassThru)
        {
            WriteObject(ecu);
        }
    }

    // It hears nothing for a while, and what was sent to it then is lost: it is asked again and again, each time for a short time.
    private static async Task AnswersAsync(UdsClient ecu, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            using var look = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            look.CancelAfter(deadline.IsOver ? System.Threading.Timeout.InfiniteTimeSpan : LookTime);
            try
            {
                await ecu.RequestAsync(TesterPresent, look.Token).ConfigureAwait(false);
                return;
            }
            catch (UdsException)
            {
                // Whoever refuses is there.
                return;
            }
            catch (Exception silent) when (!cancellationToken.IsCancellationRequested
                && (silent is OperationCanceledException || silent is TimeoutException or IsoTpException && !deadline.IsOver))
            {
                // Not yet.
            }
        }
    }
}
