using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Reading and clearing of faults by UDS, and what was stored with them.</summary>
/// <param name="unit">What the control unit has to tell.</param>
internal sealed class FaultServices(EcuContent unit)
{
    private const byte NumberByMask = 0x01;
    private const byte ByMask = 0x02;
    private const byte SnapshotIdentification = 0x03;
    private const byte SnapshotOfCode = 0x04;
    private const byte ExtendedDataOfCode = 0x06;
    private const byte Supported = 0x0A;

    private const byte CodesOfIso14229 = 0x01;
    private const byte SnapshotRecord = 0x01;
    private const byte ExtendedRecord = 0x05;
    private const byte AllRecords = 0xFF;

    // How often it was seen, and how long ago in driving cycles.
    private static readonly byte[] ExtendedData = [0x02, 0x28];

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.ClearDiagnosticInformation] = new(Clear, 4, 4),
        [UdsService.ReadDtcInformation] = new(Read, 2)
        {
            SubFunctions = [NumberByMask, ByMask, SnapshotIdentification, SnapshotOfCode, ExtendedDataOfCode, Supported],
        },
    };

    private static byte[] WithStatus(IEnumerable<TroubleCode> codes) => [.. codes.SelectMany(code => (byte[])[.. code.ToBytes(), code.Status])];

    private static uint CodeIn(ReadOnlySpan<byte> bytes) => (uint)(bytes[0] << 16 | bytes[1] << 8 | bytes[2]);

    private EcuAnswer Clear(EcuRequest request) => unit.Faults.TryClear(CodeIn(request.From(1))) ? EcuAnswer.Of() : UdsResponseCode.RequestOutOfRange;

    private EcuAnswer Read(EcuRequest request) => (request.SubFunction, request.Length) switch
    {
        (NumberByMask, 3) =>
            EcuAnswer.Of([TroubleMemory.AvailableStatus, CodesOfIso14229, .. EcuValues.Word(Matching(request[2]).Count())]),
        (ByMask, 3) => EcuAnswer.Of([TroubleMemory.AvailableStatus, .. WithStatus(Matching(request[2]))]),
        (Supported, 2) => EcuAnswer.Of([TroubleMemory.AvailableStatus, .. WithStatus(unit.Faults.All)]),
        (SnapshotIdentification, 2) => EcuAnswer.Of([.. unit.Faults.All.SelectMany(code => (byte[])[.. code.ToBytes(), SnapshotRecord])]),
        (SnapshotOfCode, 6) => Record(request, SnapshotRecord, SnapshotData),
        (ExtendedDataOfCode, 6) => Record(request, ExtendedRecord, () => ExtendedData),
        _ => UdsResponseCode.IncorrectMessageLengthOrInvalidFormat,
    };

    private IEnumerable<TroubleCode> Matching(byte mask) =>
        unit.Faults.All.Where(code => (code.Status & mask & TroubleMemory.AvailableStatus) != 0);

    private EcuAnswer Record(EcuRequest request, byte record, Func<byte[]> data)
    {
        var code = unit.Faults.All.FirstOrDefault(one => one.Code == CodeIn(request.From(2)));
        return code == default || request[5] != record && request[5] != AllRecords ? UdsResponseCode.RequestOutOfRange
            : EcuAnswer.Of([.. code.ToBytes(), code.Status, record, .. data()]);
    }

    private byte[] SnapshotData() =>
    [
        (byte)unit.Snapshot.Length,
        .. unit.Snapshot.SelectMany(number => (byte[])[.. EcuValues.Word(number), .. unit.Identifiers[number].Read(unit.FreezeFrame)]),
    ];
}
