using Caneth.Diagnostics;
using Caneth.Links.Memory;
using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>A tester and a control unit on a bus of this process, and whoever listens to what goes over it.</summary>
internal sealed class ChannelBench : IAsyncDisposable
{
    private readonly CanSession listener;
    private readonly FrameSubscription all;
    private readonly List<CanFrame> seen = [];
    private Task answering = Task.CompletedTask;

    private ChannelBench(MemoryBus bus, CanSession tester, CanSession unit, CanSession listener)
    {
        (Bus, Tester, Unit, this.listener) = (bus, tester, unit, listener);
        all = listener.Subscribe();
    }

    public static readonly IsoTpAddress Address = IsoTpAddress.Normal(0x7E0, 0x7E8);

    public MemoryBus Bus { get; }

    public CanSession Tester { get; }

    public CanSession Unit { get; }

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <param name="time">The clock of the tester; null for that of the system.</param>
    public static async Task<ChannelBench> OpenAsync(TimeProvider? time = null)
    {
        var bus = new MemoryBus();
        return new(bus, await ConnectAsync(bus, "tester", time), await ConnectAsync(bus, "unit"), await ConnectAsync(bus, "listener"));
    }

    /// <summary>The next frames that anybody sent.</summary>
    public async Task<CanFrame[]> FramesAsync(int count)
    {
        while (seen.Count < count && await all.WaitToReadAsync(Ending))
        {
            seen.AddRange(all.Take().Span);
        }

        CanFrame[] next = [.. seen.Take(count)];
        seen.RemoveRange(0, next.Length);
        return next;
    }

    /// <summary>Forgets what anybody sent until now.</summary>
    public void Forget()
    {
        all.Take();
        seen.Clear();
    }

    /// <summary>Has the control unit send these frames for each first frame of a message.</summary>
    public void Answer(params CanFrame[] answers) => Answer(kind: 1, answers);

    /// <summary>Has the control unit send these frames for each message of one frame.</summary>
    public void AnswerSingle(params CanFrame[] answers) => Answer(kind: 0, answers);

    /// <summary>Waits until all are connected again.</summary>
    public async Task ConnectedAsync()
    {
        foreach (var session in new[] { Tester, Unit, listener })
        {
            await session.BecomesAsync(CanSessionState.Connected);
        }
    }

    public async ValueTask DisposeAsync()
    {
        all.Dispose();
        await Tester.DisposeAsync();
        await Unit.DisposeAsync();
        await listener.DisposeAsync();
        await answering;
    }

    private void Answer(int kind, CanFrame[] answers)
    {
        var requests = Unit.Subscribe(new() { Filter = FrameFilter.ForId(Address.TransmitId) });
        answering = Task.Run(async () =>
        {
            using (requests)
            {
                await foreach (var frame in requests.ReadAllAsync())
                {
                    if (frame.Data[0] >> 4 == kind)
                    {
                        await Unit.SendAsync(answers);
                    }
                }
            }
        });
    }

    private static Task<CanSession> ConnectAsync(MemoryBus bus, string name, TimeProvider? time = null) => CanSession.ConnectAsync(
        new SessionOptions
        {
            Connector = bus.CreateConnector,
            Name = name,
            TimeProvider = time ?? TimeProvider.System,
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
        },
        Ending);
}
