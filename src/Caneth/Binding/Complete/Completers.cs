using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using Caneth.Links.Schemes;
using Caneth.Logs;
using Caneth.Simulation;
using Caneth.State;

namespace Caneth.Binding;

/// <summary>The base of the completers: offers the names that begin with what was typed, quoted where they must be.</summary>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters) => Complete(wordToComplete, fakeBoundParameters);

    /// <summary>Offers names.</summary>
    /// <param name="typed">What was typed until now.</param>
    /// <param name="bound">The parameters that the line gives already.</param>
    private protected abstract IEnumerable<CompletionResult> Complete(string typed, IDictionary bound);

    /// <summary>Offers those of a list whose names begin with what was typed.</summary>
    private protected static IEnumerable<CompletionResult> From<T>(
        string typed, IEnumerable<T> all, Func<T, string> nameOf, Func<T, string> describe)
    {
        var pattern = WildcardPattern.Get(typed.Trim('\'', '"') + "*", WildcardOptions.IgnoreCase);
        foreach (var one in all)
        {
            var name = nameOf(one);
            if (pattern.IsMatch(name))
            {
                yield return new(Quote(name), VisibleText.Of(name), CompletionResultType.ParameterValue, VisibleText.Of(describe(one)));
            }
        }
    }

    private static string Quote(string name) => name.All(IsPlain) ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";

    private static bool IsPlain(char character) => char.IsLetterOrDigit(character) || character is '.' or ':' or '-' or '_' or '/' or '?' or '=';
}

/// <summary>Completes the names of connected devices.</summary>
public sealed class DeviceCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Sessions, session => session.Name, session => $"{session.Address}, {session.State}");
}

/// <summary>Completes the schemes of links.</summary>
public sealed class LinkTypeCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, CanLinkType.All, type => type.Scheme, type => type.Description);
}

/// <summary>Completes the names of registered handlers.</summary>
public sealed class HandlerCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Handlers.Handlers, handler => handler.Name, handler => $"{handler.Device}, {handler.Filter}");
}

/// <summary>Completes the names of registered replies.</summary>
public sealed class ReplyCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.ActiveReplies, reply => reply.Name, reply => $"{reply.Device}, {reply.Filter}: {reply.Reply}");
}

/// <summary>Completes the names of recordings.</summary>
public sealed class RecordingCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Recordings, recording => recording.Name, recording => $"{recording.State}: {recording.Path}");
}

/// <summary>Completes the names of what is sent again and again.</summary>
public sealed class TransmissionCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed, ModuleState.Current.Transmissions,
        transmission => transmission.Name, transmission => $"{transmission.Device}, {transmission.State}, {transmission.FramesSent:N0} sent");
}

/// <summary>Completes the names of bridges.</summary>
public sealed class BridgeCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Bridges, bridge => bridge.Name, bridge => $"{bridge.From} and {bridge.To}, {bridge.State}");
}

/// <summary>Completes the names of publishers.</summary>
public sealed class PublisherCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Publishers, publisher => publisher.Name, publisher => $"{string.Join(", ", publisher.Devices)} to {publisher.To}, {publisher.State}");
}

/// <summary>Completes the names of servers.</summary>
public sealed class ServerCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Servers, server => server.Name, server => $"{server.Device}, {server.Clients.Count:N0} clients at {server.Uri}");
}

/// <summary>Completes the names of listeners.</summary>
public sealed class ListenerCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed, ModuleState.Current.Listeners,
        listener => listener.Name, listener => $"{listener.DevicesConnected:N0} of {listener.Devices.Count:N0} devices connected at {listener.Uri}");
}

/// <summary>Completes where gateways can dial in, with what says who they are.</summary>
public sealed class ListenAddressCompleter : NameCompleter
{
    private static readonly (string Text, string Description)[] Places =
    [
        ("tcp-listen://127.0.0.1:20001", "only this computer reaches it"),
        ("tcp-listen://0.0.0.0:20001", "whoever reaches this computer"),
        ("tcp-listen://0.0.0.0:20001?identity=mac", "whoever reaches this computer, known by the MAC address that it sends"),
    ];

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) => From(typed,
        typed.Contains('?', StringComparison.Ordinal) ? AddressCompletion.Of(typed.Trim('\'', '"')) : Places, place => place.Text, place => place.Description);
}

/// <summary>Completes the names of running simulators.</summary>
public sealed class SimulatorCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, ModuleState.Current.Simulators, simulator => simulator.Name,
            simulator => $"{(simulator.Dials ? "dials " : "")}{simulator.HostName}:{simulator.Port}");
}

/// <summary>Completes the names of the faults that a simulator can play.</summary>
public sealed class FaultCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, SimulatorFaults.Names, name => name, SimulatorFaults.Describe);
}

/// <summary>Completes the names of log formats.</summary>
public class LogFormatCompleter : NameCompleter
{
    private protected virtual IEnumerable<LogFormat> Formats => LogFormats.All;

    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, Formats, format => format.Name, format => format.Description);
}

/// <summary>Completes the names of log formats that are written.</summary>
public sealed class WrittenLogFormatCompleter : LogFormatCompleter
{
    private protected override IEnumerable<LogFormat> Formats => LogFormats.All.Where(format => format.CanWrite);
}
