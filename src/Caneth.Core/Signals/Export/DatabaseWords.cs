using System.Globalization;

namespace Caneth.Signals.Export;

/// <summary>How ids, numbers and values are written for people.</summary>
internal static class DatabaseWords
{
    public static string IdOf(MessageDefinition message) => message.Extended ? $"0x{message.Id:X8}" : $"0x{message.Id:X3}";

    public static string Number(double? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Number(object? number) => Convert.ToString(number, CultureInfo.InvariantCulture) ?? "";

    public static string Milliseconds(TimeSpan? time) => Number(time?.TotalMilliseconds);

    public static string StartValueOf(SignalDefinition signal) => signal.StartValue.IsMissing ? "" : signal.StartValue.ToString();

    public static string ValuesOf(SignalDefinition signal) => signal.Values is not { } table ? ""
        : string.Join("; ", table.Entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value}")));
}
