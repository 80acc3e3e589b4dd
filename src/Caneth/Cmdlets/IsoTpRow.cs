using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;

namespace Caneth.Cmdlets;

/// <summary>A message of ISO-TP in a row of a table that <c>Import-Csv</c> read, or in a copy that came out of a job.</summary>
internal static class IsoTpRow
{
    /// <summary>Reads a row.</summary>
    /// <param name="row">An object that is nothing but its properties; Data at least.</param>
    /// <returns>The message; null where the row has no Data, or is a frame, which has a Dlc.</returns>
    /// <exception cref="FormatException">A column cannot be read.</exception>
    /// <exception cref="OverflowException">A number is too large.</exception>
    /// <exception cref="ArgumentException">The error is none that there is.</exception>
    public static IsoTpMessage? Read(PSObject row)
    {
        string? Text(string column) => MessageColumns.TextOf(row, column);

        return Text("Dlc") is not null || Text(nameof(IsoTpMessage.Data)) is not { } data ? null : new()
        {
            Timestamp = Text(nameof(IsoTpMessage.Timestamp)) is { } time ? Timestamp.Parse(time, CultureInfo.InvariantCulture) : default,
            Duration = Text(nameof(IsoTpMessage.Duration)) is { } duration ? TimeSpan.Parse(duration, CultureInfo.InvariantCulture) : default,
            Device = Text(nameof(IsoTpMessage.Device)),
            Id = Text(nameof(IsoTpMessage.Id)) is { } id ? CanId.Parse(id) : default,
            Extended = Text(nameof(IsoTpMessage.Extended)) is { } extended && bool.Parse(extended),
            Address = Text(nameof(IsoTpMessage.Address)) is { } address ? byte.Parse(address, CultureInfo.InvariantCulture) : null,
            Error = Text(nameof(IsoTpMessage.Error)) is { } error ? Enum.Parse<IsoTpError>(error) : null,
            Reason = Text(nameof(IsoTpMessage.Reason)),
            Data = MessageData.Parse(data, CultureInfo.InvariantCulture),
        };
    }
}
