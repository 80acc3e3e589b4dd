using System.Management.Automation;
using Caneth.Bridges;
using Caneth.Listening;
using Caneth.Publishing;
using Caneth.Recording;
using Caneth.Servers;
using Caneth.Sessions;
using Caneth.Transmission;

namespace Caneth.Cmdlets;

/// <summary>
/// Shows what happened to devices, and to the shell's recordings, publishers, transmissions, servers, bridges and listeners, since it was shown last: errors, losses as
/// warnings, the rest where -Verbose asks for it.
/// </summary>
/// <param name="cmdlet">The cmdlet that shows it.</param>
internal sealed class EventDisplay(CanCmdlet cmdlet)
{
    /// <summary>Shows what happened to devices, and in the background.</summary>
    public void Show(IReadOnlyList<CanSession> sessions)
    {
        if (cmdlet.ShowsBackground)
        {
            cmdlet.State.ReportNews(ShowBackground);
        }

        foreach (var session in sessions)
        {
            Show(session, session.Name, session.EventCount, session.EventsAfter, happened => CanErrors.Session(happened.Error!, happened.Frames));
        }
    }

    /// <summary>Shows what happened to a recording.</summary>
    public void Show(CanRecording recording) => Show(recording, recording.Name, recording.EventCount, recording.EventsAfter,
        happened => cmdlet.IsAboutRecordings ? CanErrors.Recording(recording, happened) : null);

    /// <summary>Shows what happened to a transmission.</summary>
    public void Show(CanTransmission transmission) =>
        Show(transmission, transmission.Name, transmission.EventCount, transmission.EventsAfter, _ => null);

    /// <summary>Shows what happened to a server.</summary>
    public void Show(CanServer server) => Show(server, server.Name, server.EventCount, server.EventsAfter, _ => null);

    /// <summary>Shows what happened to a bridge.</summary>
    public void Show(CanBridge bridge) => Show(bridge, bridge.Name, bridge.EventCount, bridge.EventsAfter, _ => null);

    /// <summary>Shows what happened to a publisher.</summary>
    public void Show(CanPublisher publisher) => Show(publisher, publisher.Name, publisher.EventCount, publisher.EventsAfter, _ => null);

    /// <summary>Shows what happened to a listener.</summary>
    public void Show(CanListener listener) => Show(listener, listener.Name, listener.EventCount, listener.EventsAfter, _ => null);

    private void ShowBackground()
    {
        var state = cmdlet.State;
        foreach (var recording in state.Recordings)
        {
            Show(recording);
        }

        foreach (var transmission in state.Transmissions)
        {
            Show(transmission);
        }

        foreach (var server in state.Servers)
        {
            Show(server);
        }

        foreach (var bridge in state.Bridges)
        {
            Show(bridge);
        }

        foreach (var publisher in state.Publishers)
        {
            Show(publisher);
        }

        foreach (var listener in state.Listeners)
        {
            Show(listener);
        }
    }

    private void Show<TEvent>(object source, string name, long count, Func<long, IReadOnlyList<TEvent>> eventsAfter, Func<TEvent, ErrorRecord?> errorOf)
        where TEvent : CanEvent
    {
        var shown = cmdlet.State.EventsShown.GetOrCreateValue(source);
        if (count == shown.Number)
        {
            return;
        }

        foreach (var happened in eventsAfter(shown.Number).Where(happened => shown.TryTake(happened.Number)))
        {
            if (happened.Level == EventLevel.Error && errorOf(happened) is { } error)
            {
                cmdlet.WriteError(error);
            }
            else if (happened.Level == EventLevel.Information)
            {
                cmdlet.WriteVerbose(ModuleMessages.Event(name, happened));
            }
            else
            {
                cmdlet.WriteWarning(ModuleMessages.Event(name, happened));
            }
        }
    }
}
