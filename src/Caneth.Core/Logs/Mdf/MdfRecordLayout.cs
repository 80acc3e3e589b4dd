namespace Caneth.Logs.Mdf;

/// <summary>Where the channels of a group lie in its records.</summary>
/// <param name="channels">The channels, those that others are made of too.</param>
/// <param name="dataLength">How long the data of a record is, in bytes.</param>
/// <param name="invalidLength">How many bytes follow it that say what is invalid.</param>
internal sealed class MdfRecordLayout(IReadOnlyList<MdfChannel> channels, int dataLength, int invalidLength)
{
    private static readonly (string Name, MdfKind Kind)[] Frames =
        [("CAN_DataFrame", MdfKind.Data), ("CAN_ErrorFrame", MdfKind.Error), ("CAN_RemoteFrame", MdfKind.Remote)];

    private static readonly (string Beginning, string LeftOut)[] Others =
    [
        ("CAN_OverloadFrame", "CAN overload frames, left out"),
        ("CAN_", "events of CAN that are no frames, left out"),
        ("LIN_", "LIN messages, left out"),
        ("FLX_", "FlexRay messages, left out"),
        ("MOST_", "MOST messages, left out"),
        ("ETH_", "Ethernet frames, left out"),
        ("KLINE_", "K-Line events, left out"),
    ];

    /// <summary>What the records are, by the names of their channels.</summary>
    public MdfKind Kind => Frames.FirstOrDefault(known => channels.Any(channel => channel.Name.Split('.', 2)[0] == known.Name)) is { Name: not null } found ? found.Kind
        : OtherBus is null ? MdfKind.Signals : MdfKind.OtherBus;

    /// <summary>What the records are called when they are left out.</summary>
    public string LeftOut => OtherBus ?? "samples of measured signals, left out";

    /// <summary>The channel that has the times; null for none.</summary>
    public MdfChannel? Master => channels.FirstOrDefault(channel => channel.Type is MdfLayout.Master or MdfLayout.VirtualMaster);

    /// <summary>The channel that has the bytes of frames; null for none that can be read.</summary>
    public MdfChannel? Data => Find("DataBytes") is { } found && LiesInside(found) ? found : null;

    /// <summary>The field of a channel; one that is not present where there is none, or none that can be read.</summary>
    /// <param name="name">The name after that of the frame: <c>ID</c>.</param>
    public MdfField Field(string name) => Find(name) is { IsLinear: true } channel && MdfField.TryMake(channel, dataLength, invalidLength, out var field)
        ? field
        : default;

    /// <summary>The field that says where the values of a channel begin that have a length of their own.</summary>
    public MdfField Place(MdfChannel channel) => MdfField.TryMake(channel, dataLength, invalidLength, out var field) ? field : default;

    private string? OtherBus =>
        Others.FirstOrDefault(known => channels.Any(channel => channel.Name.StartsWith(known.Beginning, StringComparison.OrdinalIgnoreCase))).LeftOut;

    private MdfChannel? Find(string name) => channels.FirstOrDefault(channel => channel.Name[(channel.Name.LastIndexOf('.') + 1)..] == name
        && (channel.Flags & MdfLayout.AllInvalid) == 0);

    private bool LiesInside(MdfChannel channel) => channel.Type == MdfLayout.VariableLength
        ? channel.Data != 0 && MdfField.TryMake(channel, dataLength, invalidLength, out _)
        : channel.Type is MdfLayout.FixedLength or MdfLayout.MaximumLength && channel.BitOffset == 0
            && (ulong)channel.ByteOffset + channel.BitCount / MdfLayout.BitsPerByte <= (ulong)dataLength;
}
