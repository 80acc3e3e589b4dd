using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>
/// Routines: 0203 checks whether it may be programmed, FF00 erases the memory or a part of it, which takes 2 s, and FF01 checks what was programmed.
/// Each has ended when it is answered, so that none can be stopped.
/// </summary>
/// <param name="memory">The memory.</param>
/// <param name="state">What is kept of the tester.</param>
internal sealed class RoutineServices(EcuMemory memory, EcuState state)
{
    private const byte Start = 1;
    private const byte Stop = 2;
    private const byte Result = 3;

    private const ushort CheckPreconditions = 0x0203;
    private const ushort EraseMemory = 0xFF00;
    private const ushort CheckDependencies = 0xFF01;

    private const byte Passed = 0;
    private const byte Failed = 1;

    private static readonly TimeSpan EraseTime = TimeSpan.FromSeconds(2);

    private readonly Dictionary<ushort, byte> results = [];

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.RoutineControl] = new(Control, 4) { SubFunctions = [Start, Stop, Result], Sessions = EcuSessions.NotDefault },
    };

    private EcuAnswer Control(EcuRequest request) => (request.WordAt(2), request.SubFunction) switch
    {
        (EraseMemory, Start) => Erase(request),
        (CheckPreconditions, Start) => End(CheckPreconditions, Passed),
        (CheckDependencies, Start) => End(CheckDependencies, memory.IsProgrammed ? Passed : Failed),
        (EraseMemory or CheckPreconditions or CheckDependencies, Result) when results.TryGetValue(request.WordAt(2), out var result) =>
            End(request.WordAt(2), result),
        (EraseMemory or CheckPreconditions or CheckDependencies, _) => UdsResponseCode.RequestSequenceError,
        _ => UdsResponseCode.RequestOutOfRange,
    };

    private EcuAnswer Erase(EcuRequest request)
    {
        var range = EcuMemory.All;
        if (request.Length > 4)
        {
            if (MemoryRange.Read(request.From(4), out range, out var length) is { } wrong)
            {
                return wrong;
            }

            if (request.Length != 4 + length)
            {
                return UdsResponseCode.IncorrectMessageLengthOrInvalidFormat;
            }
        }

        if (state.Session != EcuSessions.Programming)
        {
            return UdsResponseCode.ConditionsNotCorrect;
        }

        if (!state.IsUnlocked)
        {
            return UdsResponseCode.SecurityAccessDenied;
        }

        if (!EcuMemory.Has(range))
        {
            return UdsResponseCode.RequestOutOfRange;
        }

        memory.Erase(range);
        return End(EraseMemory, Passed) with { Work = EraseTime };
    }

    private EcuAnswer End(ushort routine, byte result)
    {
        results[routine] = result;
        return EcuAnswer.Of([.. EcuValues.Word(routine), result]);
    }
}
