using Caneth;
using Caneth.Sessions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Consumer.Service;

/// <summary>Logs when the turn indicator goes on and off, and the engine speed; ends the host after it has seen enough.</summary>
internal sealed partial class IndicatorService(CanSession session, IHostApplicationLifetime lifetime, ILogger<IndicatorService> logger) : BackgroundService
{
    private const int Enough = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeLimit.CancelAfter(Patience);
        var changes = 0;
        byte? lamp = null;
        await foreach (var frame in session.ReceiveAsync(FrameFilter.ForId(0x123), timeLimit.Token))
        {
            if (frame.Data[0] == lamp)
            {
                continue;
            }

            lamp = frame.Data[0];
            LogLamp(lamp == 1 ? "on" : "off", frame);
            if (++changes == Enough)
            {
                break;
            }
        }

        var answer = await session.RequestAsync(new CanFrame(0x7E0, [2, 1, 0x0C]), FrameFilter.ForId(0x7E8), timeLimit.Token);
        LogSpeed(((answer.Data[3] << 8) + answer.Data[4]) / 4, session.FramesReceived);
        Environment.ExitCode = 0;
        lifetime.StopApplication();
    }

    [LoggerMessage(LogLevel.Information, "The indicator is {Lamp}: {Frame}")]
    private partial void LogLamp(string lamp, CanFrame frame);

    [LoggerMessage(LogLevel.Information, "The engine runs at {Speed} 1/min; {Frames} frames were received.")]
    private partial void LogSpeed(int speed, long frames);
}
