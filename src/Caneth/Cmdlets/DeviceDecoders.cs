using Caneth.Binding;
using Caneth.Sessions;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>Finds what decodes the frames of a device: with the databases that a cmdlet was given, or else those bound to the device.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="finder">Finds the databases.</param>
/// <param name="selection">Which messages are wanted.</param>
/// <param name="form">How the values of the signals are given.</param>
internal sealed class DeviceDecoders(CanCmdlet cmdlet, DatabaseFinder finder, MessageSelection selection, SignalForm form)
{
    private readonly Dictionary<DatabaseSet, MessageDecoder> known = [];
    private MessageDecoder? given;
    private MessageDecoder? last;
    private string? lastDevice;

    /// <summary>Decodes the frames of all devices with the databases that -Database names.</summary>
    public void Use(DatabaseArgument[] databases)
    {
        var set = finder.SetOf(databases, session: null);
        selection.Check(cmdlet, set.Databases);
        given = new(set, selection, form);
    }

    /// <summary>Looks anew for databases that were imported, or removed.</summary>
    public void Refresh() => last = null;

    /// <summary>What decodes the frames of a device. A name that no device has, such as the channel of a log, means the default one.</summary>
    /// <param name="device">The name; null for a frame that came from none.</param>
    public MessageDecoder Of(string? device)
    {
        if (given is not null || last is not null && ReferenceEquals(device, lastDevice))
        {
            return given ?? last!;
        }

        if (known.Count == 0)
        {
            selection.Check(cmdlet, finder.Imported is { Count: > 0 } imported ? imported
                : cmdlet.Fail<IReadOnlyList<CanDatabase>>(CanErrors.NoDatabase(cmdlet.State.DefaultSession)));
        }

        lastDevice = device;
        var session = device is null ? null : cmdlet.State.Sessions.LastOrDefault(session => NamedSet<CanSession>.IsSame(session.Name, device));
        return last = DecoderFor(finder.BoundTo(session ?? cmdlet.State.DefaultSession));
    }

    private MessageDecoder DecoderFor(DatabaseSet databases)
    {
        if (!known.TryGetValue(databases, out var decoder))
        {
            known.Add(databases, decoder = new(databases, selection, form));
        }

        return decoder;
    }
}
