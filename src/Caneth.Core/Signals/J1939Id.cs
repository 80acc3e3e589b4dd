using System.Globalization;

namespace Caneth.Signals;

/// <summary>What J1939 (SAE J1939-21) puts into a 29-bit id: a priority, the parameter group, and addresses.</summary>
/// <param name="Id">The id, of which the lower 29 bits count.</param>
public readonly record struct J1939Id(uint Id)
{
    /// <summary>The lowest priority.</summary>
    public const int MaxPriority = 7;

    /// <summary>The largest number of a parameter group.</summary>
    public const uint MaxGroupNumber = 0x3_FFFF;

    private const byte AllAddresses = 255;
    private const int DefaultPriority = 6;
    private const int PriorityShift = 26;
    private const int FormatShift = 16;
    private const int DestinationShift = 8;
    private const int FirstBroadcastFormat = 240;

    /// <summary>The priority: 0, the highest, to 7.</summary>
    public int Priority => (int)(Id >> PriorityShift) & MaxPriority;

    /// <summary>
    /// The number of the parameter group (PGN), 18 bits: below format 240 (PDU1) the next byte is the destination, and no part of
    /// it.
    /// </summary>
    public uint GroupNumber => GroupNumberOf(Id);

    /// <summary>The address that it is for, 255 for all; null where its group goes to all in any case (PDU2).</summary>
    public byte? Destination => HasDestination ? (byte)(Id >> DestinationShift) : null;

    /// <summary>The address that it comes from.</summary>
    public byte Source => (byte)Id;

    private bool HasDestination => (byte)(Id >> FormatShift) < FirstBroadcastFormat;

    /// <summary>The id of a group, with a priority and addresses.</summary>
    /// <param name="groupNumber">The number of the parameter group (PGN), 0 to 0x3FFFF.</param>
    /// <param name="source">The address that it comes from.</param>
    /// <param name="destination">The address that it is for, by default all; null for a group that goes to all in any case.</param>
    /// <param name="priority">The priority, 0, the highest, to 7.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The group or the priority is out of its range.</exception>
    /// <exception cref="ArgumentException">A destination was given, and the group goes to all.</exception>
    public static J1939Id Create(uint groupNumber, byte source, byte? destination = null, int priority = DefaultPriority)
    {
        if (groupNumber > MaxGroupNumber)
        {
            throw new ArgumentOutOfRangeException(nameof(groupNumber), groupNumber, $"A parameter group has a number from 0 to {MaxGroupNumber}.");
        }

        var id = new J1939Id(groupNumber << DestinationShift);
        return id.With(priority, source, destination ?? (id.HasDestination ? (byte?)AllAddresses : null));
    }

    /// <summary>The same group with another priority and other addresses.</summary>
    /// <param name="priority">The priority, 0 to 7; null to leave it as it is.</param>
    /// <param name="source">The address that it comes from; null to leave it as it is.</param>
    /// <param name="destination">The address that it is for; null to leave it as it is.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The priority is not 0 to 7.</exception>
    /// <exception cref="ArgumentException">A destination was given, and the group goes to all.</exception>
    public J1939Id With(int? priority = null, byte? source = null, byte? destination = null)
    {
        if (priority is < 0 or > MaxPriority)
        {
            throw new ArgumentOutOfRangeException(nameof(priority), priority, $"A priority is 0, the highest, to {MaxPriority}.");
        }

        if (destination is not null && !HasDestination)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The parameter group {GroupNumber} goes to all, so it has no destination."), nameof(destination));
        }

        var id = priority is { } level ? Id & ~((uint)MaxPriority << PriorityShift) | (uint)level << PriorityShift : Id;
        id = destination is { } to ? id & ~(0xFFu << DestinationShift) | (uint)to << DestinationShift : id;
        return new(source is { } from ? id & ~0xFFu | from : id);
    }

    /// <summary>Its parts in words.</summary>
    /// <returns><c>PGN 59904, priority 6, from 0xF9 to 0x00</c></returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"PGN {GroupNumber}, priority {Priority}, from 0x{Source:X2}{(Destination is { } to ? $" to 0x{to:X2}" : "")}");

    /// <summary>The number of the parameter group of an id.</summary>
    /// <param name="id">A 29-bit id.</param>
    /// <returns>The PGN.</returns>
    internal static uint GroupNumberOf(uint id)
    {
        var number = (id >> DestinationShift) & MaxGroupNumber;
        return ((number >> 8) & 0xFF) < FirstBroadcastFormat ? number & 0x3_FF00 : number;
    }
}
