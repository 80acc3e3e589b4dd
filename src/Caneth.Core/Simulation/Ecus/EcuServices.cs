using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>
/// What a control unit answers, as ISO 14229-1 and SAE J1979 have it: whether it has the service, whether in this session, whether the request
/// is formed as it must be; and then the service itself.
/// </summary>
internal sealed class EcuServices
{
    private const byte PositiveOffset = 0x40;
    private const byte NegativeResponse = 0x7F;
    private const UdsService LastOfObd = UdsService.PermanentFaults;

    private readonly Dictionary<UdsService, EcuService> table;
    private readonly EcuState state = new();

    public EcuServices(EcuContent unit)
    {
        IReadOnlyDictionary<UdsService, EcuService>[] groups =
        [
            new ObdServices(unit).Table(), new SessionServices(state).Table(), new SecurityServices(state).Table(),
            new IdentifierServices(unit.Identifiers, state).Table(), new FaultServices(unit).Table(), new RoutineServices(unit.Memory, state).Table(),
            new MemoryServices(unit.Memory, state).Table(), new TransferServices(unit.Memory, state).Table(),
        ];
        table = groups.SelectMany(group => group).ToDictionary();
    }

    /// <summary>A refusal as a message.</summary>
    public static byte[] Refuse(byte service, UdsResponseCode code) => [NegativeResponse, service, (byte)code];

    /// <summary>Whether it starts anew, and hears nothing.</summary>
    public bool IsDeaf(TimeSpan now) => now < state.DeafUntil;

    /// <summary>A tester is there.</summary>
    public void Hear(TimeSpan now) => state.Hear(now);

    /// <summary>Answers a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="speaksUnasked">Whether it answers also where no answer is wanted, which is a fault.</param>
    /// <returns>The answer as a message, null for none; and how long it takes.</returns>
    public (byte[]? Message, TimeSpan Work) Answer(EcuRequest request, bool speaksUnasked = false)
    {
        state.Hear(request.Now);
        var service = table.GetValueOrDefault(request.Service);
        var answer = Examine(request, service);
        if (answer.Refusal is { } code)
        {
            return (request.Functional && IsLeftUnsaid(request.Service, code) ? null : Refuse(request[0], code), TimeSpan.Zero);
        }

        // Who was asked for patience is owed an answer, whatever was wanted.
        var hasSubFunction = service!.SubFunctions.Length > 0;
        if (answer.Content is null || hasSubFunction && request.WantsNoReply && answer.Work == TimeSpan.Zero && !speaksUnasked)
        {
            return default;
        }

        byte[] begin = hasSubFunction ? [(byte)(request[0] + PositiveOffset), request.SubFunction] : [(byte)(request[0] + PositiveOffset)];
        return ([.. begin, .. answer.Content], answer.Work);
    }

    private EcuAnswer Examine(EcuRequest request, EcuService? service) =>
        service is null ? UdsResponseCode.ServiceNotSupported
        : !service.Sessions.Contains(state.Session) ? UdsResponseCode.ServiceNotSupportedInActiveSession
        : request.Length < service.Shortest || request.Length > service.Longest ? UdsResponseCode.IncorrectMessageLengthOrInvalidFormat
        : service.SubFunctions.Length > 0 && !service.SubFunctions.Contains(request.SubFunction) ? UdsResponseCode.SubFunctionNotSupported
        : service.Answer(request);

    // To a request that went to all, a control unit that has nothing of what is asked for says nothing.
    private static bool IsLeftUnsaid(UdsService service, UdsResponseCode code) => service <= LastOfObd
        || code is UdsResponseCode.ServiceNotSupported or UdsResponseCode.SubFunctionNotSupported or UdsResponseCode.RequestOutOfRange
            or UdsResponseCode.SubFunctionNotSupportedInActiveSession or UdsResponseCode.ServiceNotSupportedInActiveSession;
}
