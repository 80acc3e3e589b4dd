using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Reading and writing of memory.</summary>
/// <param name="memory">The memory.</param>
/// <param name="state">What is kept of the tester.</param>
internal sealed class MemoryServices(EcuMemory memory, EcuState state)
{
    private const int MostRead = 0xFFE;

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.ReadMemoryByAddress] = new(Read, 4),
        [UdsService.WriteMemoryByAddress] = new(Write, 5) { Sessions = EcuSessions.NotDefault },
    };

    private EcuAnswer Read(EcuRequest request) =>
        MemoryRange.Read(request.From(1), out var range, out var length) is { } wrong ? wrong
        : request.Length != 1 + length ? UdsResponseCode.IncorrectMessageLengthOrInvalidFormat
        : !EcuMemory.Has(range) || range.Size > MostRead ? UdsResponseCode.RequestOutOfRange
        : EcuAnswer.Of([.. memory[range]]);

    private EcuAnswer Write(EcuRequest request)
    {
        if (MemoryRange.Read(request.From(1), out var range, out var length) is { } wrong)
        {
            return wrong;
        }

        var data = request.From(1 + length);
        if (data.Length != range.Size)
        {
            return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
        }

        if (!EcuMemory.Has(range))
        {
            return UdsResponseCode.RequestOutOfRange;
        }

        if (!state.IsUnlocked)
        {
            return UdsResponseCode.SecurityAccessDenied;
        }

        data.CopyTo(memory[range]);
        return EcuAnswer.Of([.. request.From(1)[..length]]);
    }
}
