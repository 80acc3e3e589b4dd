using System.Management.Automation;
using Caneth.Binding;
using Caneth.Sessions;

namespace Caneth.Cmdlets;

/// <summary>The base of the cmdlets: finds what their parameters name.</summary>
public abstract class CanCommand : WaitingCommand
{
    // An empty variable behind one of these must not mean the default, or everything: the frame would go to another bus, and a wait for
    // one id would end with any.
    private static readonly string[] Selecting = ["Device", "Name", "Id", "D0", "D1", "ReplyId", "ReplyD0", "ReplyD1"];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (var name in Selecting)
        {
            if (MyInvocation.BoundParameters.TryGetValue(name, out var given) && IsEmpty(given))
            {
                Stop<object>(CanErrors.GivenAndEmpty(name));
            }
        }

        ShowEvents([]);
    }

    /// <summary>The device that is meant: the one named, or the one connected last.</summary>
    private protected CanSession Resolve(DeviceArgument? device)
    {
        if (device is null)
        {
            return State.DefaultSession ?? Stop<CanSession>(CanErrors.NoDevice());
        }

        return device.Session ?? (IsEmpty(device) ? Stop<CanSession>(CanErrors.GivenAndEmpty("Device")) : ResolveName(device.Name!));
    }

    /// <summary>The devices that are meant: those named, wildcards allowed, or the one connected last.</summary>
    private protected IReadOnlyList<CanSession> ResolveAll(DeviceArgument[]? devices)
    {
        if (devices is not { Length: > 0 })
        {
            // A variable that is empty in front of the pipeline is as wrong as one behind -Device.
            return [MyInvocation.ExpectingInput ? Stop<CanSession>(CanErrors.PipelineBroughtNoDevice(MyInvocation.MyCommand.Name)) : Resolve(null)];
        }

        if (devices.Any(IsEmpty))
        {
            Stop<object>(CanErrors.GivenAndEmpty("Device"));
        }

        return [.. devices.SelectMany(device => device.Session is null && WildcardPattern.ContainsWildcardCharacters(device.Name)
            ? State.Sessions.Find(device.Name!)
            : [Resolve(device)]).Distinct()];
    }

    private protected CanSession ResolveName(string name) =>
        State.Sessions.LastOrDefault(session => NamedSet<CanSession>.IsSame(session.Name, name))
        ?? Stop<CanSession>(CanErrors.DeviceNotFound(name, State.Sessions));

    /// <summary>Those whose names match the patterns, after an error for each name that nothing has.</summary>
    private protected IEnumerable<T> Named<T>(
        string[] patterns, NamedSet<T> all, Func<string, IEnumerable<string>, ErrorRecord> notFound)
    {
        foreach (var pattern in patterns)
        {
            var found = all.Find(pattern);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(pattern))
            {
                WriteError(notFound(pattern, all.Names));
            }

            foreach (var one in found)
            {
                yield return one;
            }
        }
    }

    private static bool IsEmpty(object? given) => Argument.ValueOf(given) switch
    {
        null => true,
        string name => string.IsNullOrWhiteSpace(name),
        DeviceArgument device => device.Session is null && string.IsNullOrWhiteSpace(device.Name),
        System.Collections.ICollection list => list.Count == 0 || list.Cast<object?>().Any(IsEmpty),
        _ => false,
    };

    /// <summary>Makes the pattern that the parameters for the first bytes describe.</summary>
    private protected DataPattern Pattern(byte? first, byte? second, DataPattern? data)
    {
        if (second is not null && first is null)
        {
            return Stop<DataPattern>(CanErrors.D1WithoutD0());
        }

        if (data is not null && first is not null)
        {
            return Stop<DataPattern>(CanErrors.DataTwice());
        }

        return data ?? (first is null ? DataPattern.Any : second is null ? new(first) : new(first, second));
    }
}
