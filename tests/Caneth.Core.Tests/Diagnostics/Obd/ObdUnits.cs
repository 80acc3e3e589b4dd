using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Obd;

/// <summary>Control units that answer requests of one frame with frames, as a test says.</summary>
internal sealed class ObdUnits : IAsyncDisposable
{
    private const byte FlowControl = 0x30;
    private const int FlowControlLength = 2;

    private readonly CancellationTokenSource stop = new();
    private readonly List<string> asked = [];
    private readonly Task serving;

    /// <param name="session">Where they are.</param>
    /// <param name="answer">The frames that answer a request, with blanks between; the request is its id and its bytes: <c>7DF#010C</c>, a flow control <c>7E0#0000</c>.</param>
    public ObdUnits(CanSession session, Func<string, string> answer)
    {
        var frames = session.Subscribe();
        serving = Task.Run(async () =>
        {
            using (frames)
            {
                try
                {
                    await foreach (var frame in frames.ReadAllAsync(stop.Token))
                    {
                        var length = frame.Data[0] == FlowControl ? FlowControlLength : frame.Data[0] & 7;
                        var request = $"{CanId.Format(frame.Id, frame.Extended)}#{Convert.ToHexString(frame.Data.ToArray()[1..(1 + length)])}";
                        lock (asked)
                        {
                            asked.Add(request);
                        }

                        foreach (var one in answer(request).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        {
                            await session.SendAsync(CanFrame.Parse(one), stop.Token);
                        }
                    }
                }
                catch (OperationCanceledException)
                {
                    // The test is over.
                }
            }
        });
    }

    /// <summary>What they were asked for, flow controls included.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (asked)
            {
                return [.. asked];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        stop.Dispose();
    }
}
