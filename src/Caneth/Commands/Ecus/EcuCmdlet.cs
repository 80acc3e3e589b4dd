using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that ask a control unit for something.</summary>
public abstract class EcuCmdlet : CanCmdlet
{
    /// <summary>The control unit: what Connect-CanEcu emitted, or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(EcuCompleter))]
    public EcuArgument? Ecu { get; set; }

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(100);

    private protected PipelineWaiter Waiter => field ??= new(this);

    /// <summary>The control unit that is meant: the one named, or the one connected last.</summary>
    private protected UdsClient Resolve() => Ecu switch
    {
        null when MyInvocation.ExpectingInput => Fail<UdsClient>(CanErrors.GivenAndEmpty(nameof(Ecu))),
        null => State.Diagnostics.ActiveEcus.LastOrDefault() ?? Fail<UdsClient>(CanErrors.NoEcu()),
        { Client: { } client } => client.IsOver ? Fail<UdsClient>(CanErrors.EcuClosed(client)) : client,
        { Name: var name } => State.Diagnostics.ActiveEcus.LastOrDefault(ecu => NamedSet<UdsClient>.IsSame(ecu.Name, name!))
            ?? Fail<UdsClient>(CanErrors.EcuNotFound(name!, State.Diagnostics.ActiveEcus.Names)),
    };

    /// <summary>Asks a control unit for something, and waits for it.</summary>
    /// <param name="ecu">The control unit.</param>
    /// <param name="target">What is asked for, for the error.</param>
    /// <param name="ask">Asks for it.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="addition">What is known of a refusal beside it; null for nothing.</param>
    /// <param name="status">How far it is, for the progress bar; null where only the answer can tell.</param>
    /// <returns>Whether it was done; where it was not there is an error.</returns>
    private protected bool TryAsk<T>(UdsClient ecu, object target, Func<CancellationToken, Task<T>> ask, [MaybeNull] out T answer,
        Func<UdsException, string?>? addition = null, Func<string>? status = null)
    {
        var pendings = 0;
        void Count(object? sender, UdsMessage response) => Interlocked.Increment(ref pendings);

        ecu.ResponsePending += Count;
        try
        {
            answer = Waiter.Await(status ?? (() => EcuMessages.Asking(ecu, Volatile.Read(ref pendings))), ask);
            return true;
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or OperationCanceledException)
            && CanErrors.Ecu(failure, target, failure is UdsException refused ? addition?.Invoke(refused) : null) is { } error)
        {
            WriteError(error);
            answer = default;
            return false;
        }
        finally
        {
            ecu.ResponsePending -= Count;
        }
    }

    /// <summary>Asks, and asks again after a short time where the control unit is busy (21).</summary>
    /// <param name="retries">How often again.</param>
    /// <param name="ask">Asks.</param>
    private protected static Func<CancellationToken, Task<T>> Retrying<T>(int retries, Func<CancellationToken, Task<T>> ask) => async end =>
    {
        for (var left = retries; ; left--)
        {
            try
            {
                return await ask(end).ConfigureAwait(false);
            }
            catch (UdsException busy) when (left > 0 && busy.ResponseCode == UdsResponseCode.BusyRepeatRequest)
            {
                await Task.Delay(RetryInterval, end).ConfigureAwait(false);
            }
        }
    };

    /// <summary>As <see cref="TryAsk{T}"/>, for what has no answer of its own.</summary>
    private protected bool TryAsk(UdsClient ecu, object target, Func<CancellationToken, Task> ask, Func<UdsException, string?>? addition = null) => TryAsk(
        ecu, target,
        async end =>
        {
            await ask(end).ConfigureAwait(false);
            return true;
        },
        out _, addition);
}
