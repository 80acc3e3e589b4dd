namespace Caneth.Diagnostics;

/// <summary>Who speaks with whom over ISO-TP: the ids of both ways and, in extended and mixed addressing, the byte before each frame.</summary>
public sealed record IsoTpAddress
{
    /// <summary>The address of a tester, as ISO 15765-4 has it.</summary>
    public const byte Tester = 0xF1;

    private const uint NormalFixedBase = 0x00DA_0000;
    private const uint MixedFixedBase = 0x00CE_0000;
    private const int PriorityShift = 26;
    private const int DefaultPriority = 6;
    private const uint ObdRequest = 0x7E0;
    private const uint ObdReplyOffset = 8;
    private const int ObdUnits = 8;

    private IsoTpAddress(IsoTpAddressing addressing, uint transmitId, uint receiveId)
    {
        Addressing = addressing;
        TransmitId = Checked(transmitId);
        ReceiveId = Checked(receiveId);
        TransmitExtended = transmitId > CanId.MaxStandard;
        ReceiveExtended = receiveId > CanId.MaxStandard;
    }

    /// <summary>How frames say whom they are for.</summary>
    public IsoTpAddressing Addressing { get; }

    /// <summary>The id of the frames that are sent.</summary>
    public uint TransmitId { get; private init; }

    /// <summary>Whether that id has 29 bits.</summary>
    public bool TransmitExtended { get; init; }

    /// <summary>The id of the frames that are received.</summary>
    public uint ReceiveId { get; private init; }

    /// <summary>Whether that id has 29 bits; it may differ from that of the other way.</summary>
    public bool ReceiveExtended { get; init; }

    /// <summary>The byte that frames that are sent begin with: the target's address, or the extension; null where they have none.</summary>
    public byte? TransmitAddress { get; private init; }

    /// <summary>The byte that frames that are received begin with: one's own address, or the extension; null where they have none.</summary>
    public byte? ReceiveAddress { get; private init; }

    /// <summary>How many bytes of address a frame begins with.</summary>
    internal int AddressBytes => TransmitAddress is null ? 0 : 1;

    /// <summary>By ids alone, each of 11 or 29 bits.</summary>
    /// <param name="transmitId">The id of frames that are sent, 0 to 0x1FFFFFFF; above 0x7FF it has 29 bits.</param>
    /// <param name="receiveId">The id of frames that are received, as above.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of its range.</exception>
    public static IsoTpAddress Normal(uint transmitId, uint receiveId) => new(IsoTpAddressing.Normal, transmitId, receiveId);

    /// <summary>By ids of 29 bits, in which target and source are.</summary>
    /// <param name="target">The address of the control unit.</param>
    /// <param name="source">The address of the tester.</param>
    /// <param name="priority">The priority in the ids, 0 to 7.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The priority is out of its range.</exception>
    public static IsoTpAddress NormalFixed(byte target, byte source = Tester, int priority = DefaultPriority) =>
        new(IsoTpAddressing.NormalFixed, FixedId(NormalFixedBase, priority, target, source), FixedId(NormalFixedBase, priority, source, target))
        {
            TransmitExtended = true,
            ReceiveExtended = true,
        };

    /// <summary>By ids and the address of the target, which frames begin with.</summary>
    /// <param name="transmitId">The id of frames that are sent, 0 to 0x1FFFFFFF.</param>
    /// <param name="receiveId">The id of frames that are received.</param>
    /// <param name="target">The address that frames begin with that are sent.</param>
    /// <param name="source">The address that frames begin with that are received: one's own.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of its range.</exception>
    public static IsoTpAddress Extended(uint transmitId, uint receiveId, byte target, byte source = Tester) =>
        new(IsoTpAddressing.Extended, transmitId, receiveId) { TransmitAddress = target, ReceiveAddress = source };

    /// <summary>By ids and an extension that frames of both ways begin with.</summary>
    /// <param name="transmitId">The id of frames that are sent, 0 to 0x1FFFFFFF.</param>
    /// <param name="receiveId">The id of frames that are received.</param>
    /// <param name="extension">The extension.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An id is out of its range.</exception>
    public static IsoTpAddress Mixed(uint transmitId, uint receiveId, byte extension) =>
        new(IsoTpAddressing.Mixed, transmitId, receiveId) { TransmitAddress = extension, ReceiveAddress = extension };

    /// <summary>By ids of 29 bits, in which target and source are, and an extension that frames of both ways begin with.</summary>
    /// <param name="target">The address of the control unit.</param>
    /// <param name="extension">The extension.</param>
    /// <param name="source">The address of the tester.</param>
    /// <param name="priority">The priority in the ids, 0 to 7.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The priority is out of its range.</exception>
    public static IsoTpAddress MixedFixed(byte target, byte extension, byte source = Tester, int priority = DefaultPriority) =>
        new(IsoTpAddressing.Mixed, FixedId(MixedFixedBase, priority, target, source), FixedId(MixedFixedBase, priority, source, target))
        {
            TransmitExtended = true,
            ReceiveExtended = true,
            TransmitAddress = extension,
            ReceiveAddress = extension,
        };

    /// <summary>The control unit of a car by its number, 0 for the engine to 7, as ISO 15765-4 has their ids of 11 bits.</summary>
    /// <param name="unit">Its number.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public static IsoTpAddress Obd(int unit)
    {
        Option.RequireRange(unit, nameof(unit), 0, ObdUnits - 1);
        return Normal(ObdRequest + (uint)unit, ObdRequest + ObdReplyOffset + (uint)unit);
    }

    /// <summary>The same connection as the other side has it.</summary>
    /// <returns>The connection with its ways exchanged.</returns>
    public IsoTpAddress Reverse() => this with
    {
        TransmitId = ReceiveId,
        TransmitExtended = ReceiveExtended,
        TransmitAddress = ReceiveAddress,
        ReceiveId = TransmitId,
        ReceiveExtended = TransmitExtended,
        ReceiveAddress = TransmitAddress,
    };

    /// <summary>Whether a frame is one that is received here.</summary>
    internal bool Receives(in CanFrame frame) => frame.Id == ReceiveId && frame.Extended == ReceiveExtended
        && (frame.Flags & (FrameFlags.Remote | FrameFlags.Error)) == 0
        && (ReceiveAddress is not { } address || frame.Length > 0 && frame.Data[0] == address);

    /// <summary>Both ways: <c>7E0 -> 7E8</c>, <c>6F1/12 -> 612/F1</c>.</summary>
    /// <returns>The ids, and the bytes of address where there are any.</returns>
    public override string ToString() =>
        $"{Text(TransmitId, TransmitExtended, TransmitAddress)} -> {Text(ReceiveId, ReceiveExtended, ReceiveAddress)}";

    /// <summary>An id with the byte that its frames begin with: <c>7E0</c>, <c>6F1/12</c>.</summary>
    internal static string Text(uint id, bool extended, byte? address) => $"{CanId.Format(id, extended)}{(address is { } one ? $"/{one:X2}" : "")}";

    private static uint FixedId(uint group, int priority, byte target, byte source)
    {
        Option.RequireRange(priority, nameof(priority), 0, Signals.J1939Id.MaxPriority);
        return (uint)priority << PriorityShift | group | (uint)target << 8 | source;
    }

    private static uint Checked(uint id) => id <= CanId.MaxExtended ? id : throw CanId.AboveLimit(id, CanId.MaxExtended);
}
