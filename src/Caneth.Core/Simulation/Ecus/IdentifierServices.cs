using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Reading and writing of data by identifiers.</summary>
/// <param name="identifiers">What there is.</param>
/// <param name="state">What is kept of the tester.</param>
internal sealed class IdentifierServices(Dictionary<ushort, EcuIdentifier> identifiers, EcuState state)
{
    private const ushort ActiveSession = 0xF186;
    private const int MostIdentifiers = 16;
    private const int LongestAnswer = 0xFFFF;

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.ReadDataByIdentifier] = new(Read, 3, 1 + sizeof(ushort) * MostIdentifiers),
        [UdsService.WriteDataByIdentifier] = new(Write, 4) { Sessions = EcuSessions.NotDefault },
    };

    private EcuAnswer Read(EcuRequest request)
    {
        if (request.Length % sizeof(ushort) == 0)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        // Those of several that are not known are left out.
        var content = new List<byte>();
        for (var place = 1; place < request.Length; place += sizeof(ushort))
        {
            if (ValueOf(request.WordAt(place), request.Car) is { } value)
            {
                content.AddRange(request.From(place)[..sizeof(ushort)]);
                content.AddRange(value);
            }
        }

        return content.Count == 0 ? UdsResponseCode.RequestOutOfRange
            : content.Count >= LongestAnswer ? UdsResponseCode.ResponseTooLong
            : EcuAnswer.Of([.. content]);
    }

    private EcuAnswer Write(EcuRequest request)
    {
        var value = request.From(3);
        if (!identifiers.TryGetValue(request.WordAt(1), out var identifier) || !identifier.IsWritable)
        {
            return UdsResponseCode.RequestOutOfRange;
        }

        if (identifier.NeedsUnlock && !state.IsUnlocked)
        {
            return UdsResponseCode.SecurityAccessDenied;
        }

        if (value.Length < identifier.ShortestWrite || value.Length > identifier.LongestWrite)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        identifier.Write(value);
        return EcuAnswer.Of(request[1], request[2]);
    }

    private byte[]? ValueOf(ushort number, VehicleState car) =>
        number == ActiveSession ? [state.Session]
        : identifiers.TryGetValue(number, out var identifier) ? identifier.Read(car)
        : null;
}
