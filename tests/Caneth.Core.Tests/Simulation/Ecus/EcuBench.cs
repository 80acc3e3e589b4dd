using Caneth.Diagnostics;
using Caneth.Simulation;

namespace Caneth.Tests.Simulation;

/// <summary>A tester beside the control units of the car, and a clock that runs as fast as it can.</summary>
internal sealed class EcuBench : ICanBus
{
    private static readonly byte[] Addresses = [0x10, 0x18];

    private readonly SimulatedEcu[] units;
    private readonly IsoTpEndpoint tester;
    private readonly Queue<CanFrame> sent = new();

    /// <param name="addressing">How the tester reaches them.</param>
    /// <param name="unit">Which it talks to: 0 the engine, 1 the gearbox.</param>
    /// <param name="options">How it sends and receives; null for the usual way.</param>
    public EcuBench(IsoTpAddressing addressing = IsoTpAddressing.Normal, int unit = 0, IsoTpOptions? options = null)
    {
        units = VehicleEcus.All(addressing);
        tester = new(EcuAddress.Of(addressing, unit, Addresses[unit]).Physical.Reverse(), options);
    }

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    public VehicleState Car { get; set; }

    public TimeProvider TimeProvider => TimeProvider.System;

    public int Clients => 1;

    public SimulatorFaults Faults { get; } = new();

    /// <summary>Why the tester gave the latest request up; null where it did not.</summary>
    public IsoTpError? SendError => tester.Sender.Error;

    /// <summary>Asks for something, and lets time pass until nothing more happens.</summary>
    /// <returns>The answers in hex, with lines between them; those that broke off by what went wrong.</returns>
    public string Ask(string request) => string.Join('|', Exchange(HexBytes.Parse(request)).Select(one => one.Error is { } error ? $"{error}" : Convert.ToHexString(one.Data)));

    /// <summary>Asks for one thing after another.</summary>
    /// <returns>The answer to the last.</returns>
    public string AskAll(string requests) => requests.Split('|').Select(Ask).ToArray()[^1];

    /// <summary>Asks for something, and lets time pass until nothing more happens.</summary>
    /// <returns>The answers, none of which may have broken off.</returns>
    public byte[][] Ask(byte[] request)
    {
        var answers = Exchange(request);
        Assert.All(answers, answer => Assert.Null(answer.Error));
        return [.. answers.Select(answer => answer.Data)];
    }

    private List<IsoTpReception> Exchange(byte[] request)
    {
        var answers = new List<IsoTpReception>();
        var room = new CanFrame[64];
        tester.Sender.Begin(request, Now);
        while (true)
        {
            for (var count = tester.Sender.Fill(room, Now); count > 0; count = tester.Sender.Fill(room, Now))
            {
                Array.ForEach(room[..count], Show);
                tester.Sender.OnWritten(Now);
            }

            Receive(answers);
            if (tester.Sender.Due <= Now)
            {
                continue;
            }

            if (Next() is not { } next)
            {
                return answers;
            }

            Now = next > Now ? next : Now;
            Keep(tester.OnTime(Now), answers);
            Array.ForEach(units, unit => unit.OnTime(Car, Now, this));
        }
    }

    /// <summary>Puts frames on the bus, with no time passing.</summary>
    /// <returns>What the control units sent at once.</returns>
    public string[] Put(params string[] frames)
    {
        Array.ForEach(frames, frame => Show(CanFrame.Parse(frame)));
        var answers = sent.Select(frame => frame.ToShortString()).ToArray();
        sent.Clear();
        return answers;
    }

    /// <summary>Lets time pass, all at once.</summary>
    /// <returns>What the control units sent.</returns>
    public string[] Wait(TimeSpan time)
    {
        Now += time;
        Array.ForEach(units, unit => unit.OnTime(Car, Now, this));
        return Put();
    }

    /// <summary>Begins a session and unlocks it.</summary>
    public void Unlock(byte session, byte level = 1)
    {
        Ask([0x10, session]);
        var seed = Ask([0x27, level])[0][2..];
        Assert.Equal((byte[])[0x67, (byte)(level + 1)], Ask([0x27, (byte)(level + 1), .. SecurityServices.KeyOf(seed)])[0]);
    }

    public void Send(ReadOnlySpan<CanFrame> frames)
    {
        foreach (var frame in frames)
        {
            sent.Enqueue(frame);
        }
    }

    public ValueTask SendAsync(ReadOnlyMemory<CanFrame> frames, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FlushAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task WaitForClientsAsync(int count, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Show(CanFrame frame) => Array.ForEach(units, unit => unit.OnFrame(frame, Car, Now, this));

    private static void Keep(IsoTpStep step, List<IsoTpReception> answers)
    {
        if (step.Ended is { } ended)
        {
            answers.Add(ended);
        }
    }

    private void Receive(List<IsoTpReception> answers)
    {
        while (sent.TryDequeue(out var frame))
        {
            Keep(tester.OnFrame(frame, Now, out var reply), answers);
            if (reply is { } flowControl)
            {
                Show(flowControl);
            }
        }
    }

    private TimeSpan? Next() => units.Select(unit => unit.Due).Append(tester.Sender.Due).Append(tester.Deadline + TimeSpan.FromTicks(1)).Min();
}
