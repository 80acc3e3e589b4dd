using System.Globalization;
using Caneth.Signals;

namespace Caneth.Diagnostics;

/// <summary>A message of J1939: the data of a parameter group, in one frame or in up to 255 packets.</summary>
/// <remarks>The order of the properties is the order of the columns that <c>Export-Csv</c> writes.</remarks>
public sealed class J1939Message
{
    private const int MostShown = 64;

    /// <summary>When its frame came or, of several, the one that announced it.</summary>
    public Timestamp Timestamp { get; init; }

    /// <summary>How long after it its last packet came; zero for a message of one frame.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The device or, of a log, the channel that it came from; null where there is none.</summary>
    public string? Device { get; init; }

    /// <summary>The priority of its frames: 0, the highest, to 7.</summary>
    public int Priority { get; init; }

    /// <summary>The number of its parameter group (PGN).</summary>
    public uint Pgn { get; init; }

    /// <summary>What a database, or the protocol itself, calls the group; null where nobody has a name for it.</summary>
    public string? Name { get; init; }

    /// <summary>The address that it comes from.</summary>
    public byte Source { get; init; }

    /// <summary>The address that it is for, 255 for all; null where its group goes to all in any case.</summary>
    public byte? Destination { get; init; }

    /// <summary>How it was carried.</summary>
    public J1939Transport Transport { get; init; }

    /// <summary>How many frames carried its data.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>Whether all of it is there.</summary>
    public bool Complete => Error is null;

    /// <summary>How many bytes it has or, where it is not complete, was announced with.</summary>
    public int Length { get; init; }

    /// <summary>Why it is not complete; null where it is.</summary>
    public J1939Error? Error { get; init; }

    /// <summary>The same in a sentence, and how much of it came; null where it is complete.</summary>
    public string? Reason { get; init; }

    /// <summary>Its bytes, or those before the first packet that is missing.</summary>
    public MessageData Data { get; init; }

    /// <summary>Its group, its addresses and its bytes, and what is missing.</summary>
    /// <returns><c>65226 from 0x00: 54 4F BE 00</c></returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Pgn}{(Name is null ? "" : $" {VisibleText.Of(Name)}")} from 0x{Source:X2}{(Destination is { } to ? $" to 0x{to:X2}" : "")}: {Data.Shorten(MostShown)}")
        + (Complete ? "" : $" (incomplete: {Reason})");

    internal static J1939Message Of(in CanFrame frame, string? name)
    {
        var id = new J1939Id(frame.Id);
        return new()
        {
            Timestamp = frame.Timestamp,
            Device = frame.Device,
            Priority = id.Priority,
            Pgn = id.GroupNumber,
            Name = name,
            Source = id.Source,
            Destination = id.Destination,
            Length = frame.Data.Count,
            Data = MessageData.Adopt(frame.Data.ToArray()),
        };
    }
}
