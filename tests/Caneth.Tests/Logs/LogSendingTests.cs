namespace Caneth.Tests.Logs;

/// <summary>Frames and logs are sent by the device 'bench', and looked at as they arrive on its bus.</summary>
public abstract class LogSendingTests : SimulatedBench
{
    private protected async Task<CanFrame[]> SentAsync(int count) => await Sent.WaitForAsync(count, Ending);
}
