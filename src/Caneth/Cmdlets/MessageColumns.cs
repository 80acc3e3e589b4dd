using System.Management.Automation;
using Caneth.Messages;
using Caneth.Signals;

namespace Caneth.Cmdlets;

/// <summary>The columns of a table that holds a message: those that decoded messages have when they are written to one.</summary>
internal sealed class MessageColumns
{
    // What a decoded message has beside its signals, and what PowerShell adds to what comes from another computer.
    private static readonly HashSet<string> NoSignals = new(
        ["Timestamp", "Device", "Message", "Frame", "RunspaceId", "PSComputerName", "PSShowComputerName"], StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, string> signals = new(StringComparer.OrdinalIgnoreCase);

    private readonly bool isJ1939;

    public MessageColumns(MessageDefinition message)
    {
        isJ1939 = message.IsJ1939;
        foreach (var (name, places) in MessageLayout.Of(message, SignalForm.Value).Properties)
        {
            signals.TryAdd(name, message.Signals[places[0]].Name);
        }
    }

    /// <summary>What a row says of something that is no signal, such as its message or its device; null where it says nothing.</summary>
    public static string? TextOf(PSObject row, string column) =>
        row.Properties[column]?.Value is { } value && LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null;

    /// <summary>A value without what PowerShell and decoded messages wrap it in.</summary>
    public static object? Unwrapped(object? value) => value switch
    {
        PSObject wrapped => Unwrapped(wrapped.BaseObject),
        CanSignalValue signal => signal.Value,
        _ => value,
    };

    /// <summary>The values of a row by the names of signals: an empty cell says nothing of its signal.</summary>
    public IReadOnlyList<KeyValuePair<string, object?>> ValuesOf(PSObject row) => [.. row.Properties
        .Where(property => property.IsGettable && (signals.ContainsKey(property.Name) || !IsNoSignal(property.Name)))
        .Select(property => KeyValuePair.Create(signals.GetValueOrDefault(property.Name, property.Name), Unwrapped(property.Value)))
        .Where(value => value.Value is not (null or ""))];

    private bool IsNoSignal(string column) => NoSignals.Contains(column) || isJ1939 && MessageLayout.OfId.Contains(column, StringComparer.OrdinalIgnoreCase);
}
