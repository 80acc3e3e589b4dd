namespace Caneth.Diagnostics.Channels;

/// <summary>Reads the faults of a control unit by UDS (19), whoever carries the requests.</summary>
/// <param name="source">Who the control unit is.</param>
/// <param name="ask">Asks it.</param>
internal sealed class UdsFaultReader(ObdSource source, Func<byte[], CancellationToken, Task<UdsMessage>> ask)
{
    private const byte ByMask = 0x02;
    private const byte Snapshot = 0x04;
    private const byte ExtendedData = 0x06;
    private const byte AllRecords = 0xFF;

    // Service, sub-function, the code and its status come before what was stored.
    private const int RecordHeader = 6;

    /// <summary>The request that clears a group.</summary>
    public static byte[] ClearRequest(uint group)
    {
        Option.RequireRange(group, nameof(group), 0u, UdsFaults.AllGroups);
        return [(byte)UdsService.ClearDiagnosticInformation, (byte)(group >> 16), (byte)(group >> 8), (byte)group];
    }

    public async Task<IReadOnlyList<EcuFault>> ReadAsync(byte mask, bool withDetails, CancellationToken cancellationToken)
    {
        var answer = await ask([(byte)UdsService.ReadDtcInformation, ByMask, mask], cancellationToken).ConfigureAwait(false);
        var faults = TroubleCodes.ReadUds(source, answer.Data.AsSpan());
        foreach (var fault in withDetails ? faults : [])
        {
            fault.Snapshot = await RecordAsync(Snapshot, fault, cancellationToken).ConfigureAwait(false);
            fault.ExtendedData = await RecordAsync(ExtendedData, fault, cancellationToken).ConfigureAwait(false);
        }

        return faults;
    }

    // A control unit that stored nothing with a fault refuses to say what.
    private async Task<MessageData?> RecordAsync(byte kind, EcuFault fault, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await ask([(byte)UdsService.ReadDtcInformation, kind, .. fault.Data, AllRecords], cancellationToken).ConfigureAwait(false);
            return answer.Data.Count > RecordHeader ? new MessageData(answer.Data.AsSpan()[RecordHeader..]) : (MessageData?)null;
        }
        catch (UdsException)
        {
            return null;
        }
    }
}
