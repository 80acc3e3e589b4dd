using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>OBD-II (SAE J1979): values, what was stored with a fault, faults, and what the vehicle is. What is not known gets no answer.</summary>
/// <param name="unit">What the control unit has to tell.</param>
internal sealed class ObdServices(EcuContent unit)
{
    private const int MostPids = 6;
    private const byte MonitorStatus = 0x01;
    private const byte StoredWith = 0x02;

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.CurrentData] = new(ReadValues, 2, 1 + MostPids),
        [UdsService.FreezeFrameData] = new(ReadFreezeFrame, 3, 3),
        [UdsService.StoredFaults] = new(_ => Codes(unit.Faults.Stored), 1, 1),
        [UdsService.ClearFaults] = new(_ => Clear(), 1, 1),
        [UdsService.PendingFaults] = new(_ => Codes(unit.Faults.Pending), 1, 1),
        [UdsService.VehicleInformation] = new(ReadInformation, 2, 2),
        [UdsService.PermanentFaults] = new(_ => Codes(unit.Faults.Permanent), 1, 1),
    };

    private static EcuAnswer Codes(IEnumerable<TroubleCode> codes)
    {
        byte[] content = [.. codes.SelectMany(code => EcuValues.Word(code.ObdCode))];
        return EcuAnswer.Of([(byte)(content.Length / sizeof(ushort)), .. content]);
    }

    private EcuAnswer ReadValues(EcuRequest request)
    {
        var content = new List<byte>();
        foreach (var pid in request.From(1))
        {
            if (ValueOf(pid, unit.CurrentData.Keys, request.Car) is { } value)
            {
                content.Add(pid);
                content.AddRange(value);
            }
        }

        return content.Count == 0 ? EcuAnswer.None : EcuAnswer.Of([.. content]);
    }

    private EcuAnswer ReadFreezeFrame(EcuRequest request)
    {
        var (pid, frame) = (request[1], request[2]);
        var first = unit.Faults.Stored.FirstOrDefault();
        var value = frame != 0 ? null
            : pid == StoredWith ? EcuValues.Word(first.ObdCode)
            : first == default && !SupportedIds.IsAskedForBy(pid) ? null
            : ValueOf(pid, [StoredWith, .. unit.CurrentData.Keys.Where(key => key > MonitorStatus)], unit.FreezeFrame);
        return value is null ? EcuAnswer.None : EcuAnswer.Of([pid, frame, .. value]);
    }

    private EcuAnswer ReadInformation(EcuRequest request)
    {
        var number = request[1];
        var value = SupportedIds.IsAskedForBy(number) ? SupportedIds.After(unit.Information.Keys, number)
            : unit.Information.TryGetValue(number, out var read) ? (byte[])[1, .. read()]
            : null;
        return value is null ? EcuAnswer.None : EcuAnswer.Of([number, .. value]);
    }

    private EcuAnswer Clear()
    {
        unit.Faults.Clear();
        return EcuAnswer.Of();
    }

    private byte[]? ValueOf(byte pid, IEnumerable<byte> known, VehicleState car) =>
        SupportedIds.IsAskedForBy(pid) ? SupportedIds.After(known, pid)
        : known.Contains(pid) && unit.CurrentData.TryGetValue(pid, out var read) ? read(car)
        : null;
}
