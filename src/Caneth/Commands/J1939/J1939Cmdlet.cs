using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Commands;

/// <summary>The base of the cmdlets that take part in J1939 on a device.</summary>
public abstract class J1939Cmdlet : CanCmdlet
{
    /// <summary>The device: a session or its name; by default the one connected last.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeviceCompleter))]
    public DeviceArgument? Device { get; set; }

    private protected PipelineWaiter Waiter => field ??= new(this);

    /// <summary>The node of a device.</summary>
    private protected J1939Node NodeOf(CanSession session) => State.Diagnostics.J1939NodeOf(session) ?? Fail<J1939Node>(CanErrors.NoJ1939Node(session));

    /// <summary>Warns once where another node has the NAME of this one.</summary>
    private protected void TellDouble(J1939Node node)
    {
        if (node.TakeDouble())
        {
            WriteWarning(J1939Messages.SameName(node));
        }
    }

    /// <summary>The number of a group, of one that is named too.</summary>
    /// <param name="pgn">What was given.</param>
    /// <param name="databases">What may name it.</param>
    private protected uint GroupOf(PgnArgument pgn, DatabaseSet databases)
    {
        var group = pgn.Number ?? NumberOf(pgn.Name!, databases);
        Guard(() => J1939Limits.CheckGroup(group), failure => failure is ArgumentException wrong ? CanErrors.OptionOutOfRange(wrong) : null);
        return group;
    }

    /// <summary>Does something on the bus, and waits for it.</summary>
    /// <param name="target">What it is about, for the error.</param>
    /// <param name="status">What it is, for the progress bar.</param>
    /// <param name="begin">Begins it.</param>
    /// <param name="result">What came of it.</param>
    /// <returns>Whether it was done; where it was not there is an error.</returns>
    private protected bool TryDo<T>(object target, string status, Func<CancellationToken, Task<T>> begin, [MaybeNullWhen(false)] out T result)
    {
        T? came = default;
        var isDone = Try(target, () => came = Waiter.Await(status, begin));
        result = came;
        return isDone;
    }

    /// <summary>As <see cref="TryDo{T}"/>, for what can be looked at while it goes on.</summary>
    /// <param name="target">What it is about, for the error.</param>
    /// <param name="begin">Begins it.</param>
    /// <param name="look">Looks how far it is; called now and then.</param>
    private protected bool TryDo(object target, Func<CancellationToken, Task> begin, Action look) => Try(target, () => Waiter.Await(begin, look));

    private bool Try(object target, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception failure) when (failure is not (PipelineStoppedException or OperationCanceledException) && CanErrors.J1939(failure, target) is { } error)
        {
            WriteError(error);
            return false;
        }
    }

    private uint NumberOf(string name, DatabaseSet databases)
    {
        List<uint> groups = [.. databases.FindMessages(name).Where(message => message.Extended).Select(message => new J1939Id(message.Id).GroupNumber).Distinct()];
        return groups.Count > 1 ? Fail<uint>(CanErrors.GroupAmbiguous(name, groups))
            : groups.Count == 1 ? groups[0]
            : J1939Groups.TryGet(name, out var group) ? group
            : Fail<uint>(CanErrors.GroupNotFound(name, databases.Databases.SelectMany(database => database.Messages).Where(message => message.Extended).Select(message => message.Name)));
    }
}
