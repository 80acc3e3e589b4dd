using System.Management.Automation;
using Caneth.Binding;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Waiting;

namespace Caneth.Commands;

/// <summary>Reads values by OBD-II, such as the speed of the engine: of every control unit that has them, once, or again and again.</summary>
[Cmdlet(VerbsCommon.Get, "CanObdValue")]
[OutputType(typeof(ObdValue))]
public sealed class GetCanObdValueCommand : ObdCmdlet
{
    private string? lastErrors;
    private bool hasChecked;

    /// <summary>The values: names, wildcards allowed, or PIDs, which are always in hex: EngineSpeed, Lambda*, 0x0C. By default all that the vehicle has.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Read<ObdParameterConverter>(Each = true)]
    [ArgumentCompleter(typeof(ObdParameterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public ObdParameterArgument[] Name { get; set; } = ["*"];

    /// <summary>Reads them again and again, with this many seconds from one time to the next, until -Count or -Duration is over, or Ctrl+C.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument? Every { get; set; }

    /// <summary>With -Every: ends when they were read this often.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? Count { get; set; }

    /// <summary>With -Every: ends after this many seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument? Duration { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (Every is null && (Count is not null || Duration is not null))
        {
            Fail<object>(CanErrors.ObdOnlyWithEvery(Count is not null ? nameof(Count) : nameof(Duration)));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = Resolve(Device);
        var vehicle = Vehicle(session);
        var end = new Deadline(Duration?.Value);
        var left = Every is null ? 1 : Count ?? long.MaxValue;
        while (true)
        {
            var next = new Deadline(Every?.Value);
            Read(vehicle);
            if (--left == 0 || session.Completion.IsCompleted)
            {
                break;
            }

            Waiter.Wait(() => false, [session], status: null, next.Or(end));
            if (end.IsOver)
            {
                break;
            }
        }
    }

    private static async Task<ObdResult<ObdValue>> ReadAsync(ObdClient vehicle, ObdParameterArgument[] names, CancellationToken cancellationToken)
    {
        var units = await vehicle.UnitsAsync(cancellationToken).ConfigureAwait(false);
        byte[] supported = [.. units.SelectMany(unit => unit.SupportedPids).Distinct().Order()];
        return await vehicle.ReadAsync([.. names.SelectMany(name => name.Of(supported)).DistinctBy(parameter => parameter.Name)], cancellationToken)
            .ConfigureAwait(false);
    }

    private void Read(ObdClient vehicle)
    {
        ObdResult<ObdValue> read;
        try
        {
            read = Waiter.Await(FaultMessages.Waiting(vehicle.Device), end => ReadAsync(vehicle, Name, end));
        }
        catch (Exception failure) when (ErrorOf(failure, vehicle.Device) is not null)
        {
            WriteOnce([failure], vehicle.Device);
            return;
        }

        foreach (var value in read.Items.Where(value => IsSelected(value.Ecu, value.HexId)))
        {
            WriteObject(value);
        }

        WriteOnce(read.Failures, vehicle.Device);
        CheckSelectionOnce(vehicle);
    }

    /// <summary>What goes wrong each time is said the first time, and when it is something else.</summary>
    private void WriteOnce(IReadOnlyList<Exception> failures, string device)
    {
        var id = string.Join('\n', failures.Select(failure => failure.Message));
        if (id != lastErrors)
        {
            WriteFailures(failures, device);
            lastErrors = id;
        }
    }

    private void CheckSelectionOnce(ObdClient vehicle)
    {
        if (!hasChecked)
        {
            CheckSelection([.. vehicle.Units.Select(NamesOf)]);
            hasChecked = true;
        }
    }
}
