using System.Collections;
using System.Management.Automation;
using Caneth.Sessions;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>Completes the ids that the device received lately.</summary>
public sealed class IdCompleter : NameCompleter
{
    private const string Prefix = "0x";

    // Long enough for the messages of a bus that come every 100 ms, short enough for a finger on Tab.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(250);

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var prefixed = typed.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? typed : Prefix + typed;
        return From(prefixed, Seen(bound).DistinctBy(frame => frame.Id), frame => Prefix + frame.HexId, frame => $"latest from {frame.Device}: {frame.ToShortString()}");
    }

    /// <summary>The latest frame of each id that the device received which a line names.</summary>
    internal static IEnumerable<CanFrame> Seen(IDictionary bound) => Devices(bound["Device"]).SelectMany(LatestFrames);

    /// <summary>The latest frame of each id; the first call takes a short time.</summary>
    private static IEnumerable<CanFrame> LatestFrames(CanSession session)
    {
        var traffic = LiveTraffic.Of(session, ModuleState.Current.Databases, out var isNew);
        if (isNew && session.State == CanSessionState.Connected)
        {
            Thread.Sleep(FirstLook);
        }

        return traffic.Snapshot(DateTime.UtcNow).Where(id => !id.Remote).Select(id => id.Frame);
    }

    private static IEnumerable<CanSession> Devices(object? named)
    {
        var devices = Argument.Each(named).Select(Argument.ValueOf).OfType<object>().ToList();
        return devices.Count == 0 ? new[] { ModuleState.Current.DefaultSession }.OfType<CanSession>()
            : devices.SelectMany(device => device as IEnumerable<CanSession>
                ?? (device is CanSession session ? [session] : ModuleState.Current.Sessions.Find($"{device}")));
    }
}
