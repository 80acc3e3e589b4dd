using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that ask all control units of a vehicle.</summary>
public abstract class ObdCmdlet : CanCmdlet
{
    /// <summary>Which control units, by their names (Engine) or ids (7E8); wildcards are allowed. By default all.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ObdUnitCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Ecu { get; set; }

    /// <summary>How long a control unit may take to answer, the way there and back included, in seconds.</summary>
    [Parameter]
    [Read<TimeConverter>]
    [ValidateNotNull]
    public TimeArgument Timeout { get; set; } = new ObdOptions().ResponseTime;

    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    private protected PipelineWaiter Waiter => field ??= new(this);

    /// <summary>The vehicle at a device.</summary>
    private protected ObdClient Vehicle(CanSession session) => Guard(
        () => State.Diagnostics.Vehicle(session, new() { ResponseTime = Timeout }),
        failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);

    /// <summary>Whether a control unit is one of those that -Ecu names.</summary>
    /// <param name="names">What it is called.</param>
    private protected bool IsSelected(params string[] names) => Ecu is null || Array.Exists(Ecu, pattern => IsMatch(pattern, names));

    /// <summary>Whether -Ecu names nobody but these.</summary>
    private protected bool NamesOnly(IEnumerable<string> names) => Ecu is not null
        && Array.TrueForAll(Ecu, pattern => !WildcardPattern.ContainsWildcardCharacters(pattern) && names.Any(name => IsMatch(pattern, [name])));

    /// <summary>Writes an error for each name that -Ecu gives and nobody has.</summary>
    /// <param name="known">The names that control units have, of each the first for people.</param>
    private protected void CheckSelection(IReadOnlyList<string[]> known)
    {
        foreach (var pattern in Ecu ?? [])
        {
            if (!WildcardPattern.ContainsWildcardCharacters(pattern) && !known.Any(names => IsMatch(pattern, names)))
            {
                WriteError(CanErrors.ObdUnitNotFound(pattern, known.Select(names => names[0])));
            }
        }
    }

    /// <summary>Asks the control units for something, and waits for it.</summary>
    /// <param name="device">The device, for the progress bar and errors.</param>
    /// <param name="ask">Asks for it.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="status">What is waited for, where it is something else than an answer.</param>
    /// <returns>Whether it was done; where it was not there is an error.</returns>
    private protected bool TryAsk<T>(string device, Func<CancellationToken, Task<T>> ask, [MaybeNullWhen(false)] out T answer, string? status = null)
    {
        try
        {
            answer = Waiter.Await(status ?? FaultMessages.Waiting(device), ask);
            return true;
        }
        catch (Exception failure) when (ErrorOf(failure, device) is { } error)
        {
            WriteError(error);
            answer = default;
            return false;
        }
    }

    /// <summary>Writes an error for what some control units did not do.</summary>
    private protected void WriteFailures(IEnumerable<Exception> failures, string device)
    {
        foreach (var failure in failures)
        {
            WriteError(ErrorOf(failure, device)!);
        }
    }

    /// <summary>The names by which -Ecu finds a control unit.</summary>
    private protected static string[] NamesOf(ObdUnit unit) => [unit.Name, unit.HexReply, unit.HexRequest];

    /// <summary>The error for a failure; null where that is none of what control units do, such as the end of the pipeline.</summary>
    private protected static ErrorRecord? ErrorOf(Exception failure, string device) =>
        failure is PipelineStoppedException or OperationCanceledException ? null : CanErrors.Obd(failure, device);

    private static bool IsMatch(string pattern, string[] names)
    {
        var wildcard = WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase);
        return Array.Exists(names, wildcard.IsMatch);
    }
}
