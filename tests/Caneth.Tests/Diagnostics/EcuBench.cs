using System.Collections.Concurrent;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;
using Caneth.Simulation;

namespace Caneth.Tests.Diagnostics;

/// <summary>A shell with the device 'car', and a control unit on its bus that answers as a test says: 7E0 and 7E8.</summary>
public abstract class EcuBench : IAsyncLifetime
{
    private readonly GatewaySimulator simulator = GatewaySimulator.Start();
    private CanSession? session;
    private IsoTpChannel? channel;
    private Task serving = Task.CompletedTask;

    private protected Shell Shell { get; } = new();

    /// <summary>What the control unit answers to requests in hex; of several answers the first is for the first time.</summary>
    private protected ConcurrentDictionary<string, ConcurrentQueue<string>> Answers { get; } = new();

    /// <summary>What it was asked for.</summary>
    private protected ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var served = simulator.Statistics.ClientsAccepted;
        session = await CanSession.ConnectAsync("127.0.0.1", simulator.Port, TestContext.Current.CancellationToken);
        await simulator.ServesAsync(served + 1);
        channel = new(session, IsoTpAddress.Obd(0).Reverse());
        serving = ServeAsync(channel);
        Shell.Connect(simulator, "-Name car");
        Answer("3E 00", "7E 00");
    }

    public async ValueTask DisposeAsync()
    {
        Shell.Dispose();
        channel?.Dispose();
        await serving;
        if (session is not null)
        {
            await session.DisposeAsync();
        }

        await simulator.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Says what is answered to a request; the last answer is given again and again.</summary>
    private protected void Answer(string request, params string[] answers) => Answers[request] = new(answers);

    private async Task ServeAsync(IsoTpChannel unit)
    {
        try
        {
            await foreach (var message in unit.ReceiveAsync())
            {
                var request = message.Data.ToString();
                Requests.Enqueue(request);
                if (Answers.TryGetValue(request, out var answers) && answers.TryPeek(out var answer))
                {
                    _ = answers.Count > 1 && answers.TryDequeue(out _);
                    await unit.SendAsync(MessageData.Parse(answer).ToArray());
                }
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or CanException)
        {
            // The test is over.
        }
    }
}
