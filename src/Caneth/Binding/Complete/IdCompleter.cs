using System.Collections;
using System.Management.Automation;
using Caneth.Sessions;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the ids that the device received lately.</summary>
public sealed class IdCompleter : NameCompleter
{
    private const string Prefix = "0x";

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var prefixed = typed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? typed : Prefix + typed;
        return From(prefixed, Seen(bound).DistinctBy(frame => frame.Id), frame => Prefix + frame.HexId, frame => $"latest from {frame.Device}: {frame.ToShortString()}");
    }

    /// <summary>The latest frame of each id that the device received which a line names.</summary>
    internal static IEnumerable<CanFrame> Seen(IDictionary bound) => Devices(bound["Device"]).SelectMany(SeenIds.Of);

    private static IEnumerable<CanSession> Devices(object? named)
    {
        var devices = Argument.Each(named).Select(Argument.ValueOf).OfType<object>().ToList();
        return devices.Count == 0 ? new[] { ModuleState.Current.DefaultSession }.OfType<CanSession>()
            : devices.SelectMany(device => device as IEnumerable<CanSession>
                ?? (device is CanSession session ? [session] : ModuleState.Current.Sessions.Find($"{device}")));
    }
}
