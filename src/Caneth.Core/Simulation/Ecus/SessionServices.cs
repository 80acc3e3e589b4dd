using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>Sessions and what they switch, a restart, and whether a tester is there.</summary>
/// <param name="state">What is kept of the tester.</param>
internal sealed class SessionServices(EcuState state)
{
    // P2 in milliseconds and P2* in tens of them: 50 ms and 5 s.
    private const double P2 = 50;
    private const double P2Star = 500;

    private const byte HardReset = 1;
    private const byte KeyOffOnReset = 2;
    private const byte SoftReset = 3;

    // How long it takes to start anew.
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(0.5);

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.DiagnosticSessionControl] = new(Enter, 2, 2) { SubFunctions = EcuSessions.All },
        [UdsService.EcuReset] = new(Restart, 2, 2) { SubFunctions = [HardReset, KeyOffOnReset, SoftReset] },
        [UdsService.TesterPresent] = new(_ => EcuAnswer.Of(), 2, 2) { SubFunctions = [0] },
        [UdsService.CommunicationControl] = new(_ => EcuAnswer.Of(), 3, 3) { SubFunctions = [0, 1, 2, 3], Sessions = EcuSessions.NotDefault },
        [UdsService.ControlDtcSetting] = new(_ => EcuAnswer.Of(), 2, 2) { SubFunctions = [1, 2], Sessions = EcuSessions.NotDefault },
    };

    private EcuAnswer Enter(EcuRequest request)
    {
        state.Enter(request.SubFunction);
        return EcuAnswer.Of([.. EcuValues.Word(P2), .. EcuValues.Word(P2Star)]);
    }

    private EcuAnswer Restart(EcuRequest request)
    {
        state.Restart(request.Now + StartTime);
        return EcuAnswer.Of();
    }
}
