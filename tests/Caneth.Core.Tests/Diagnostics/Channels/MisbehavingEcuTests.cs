using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;
using Caneth.Simulation;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Control units that do things wrong, each in its own way: what does no harm is passed over, and what does is an error by its own name.</summary>
public sealed class MisbehavingEcuTests : IAsyncLifetime
{
    private const string Vin = "22 F1 90";
    private const string VinAnswer = "62 F1 90 57 43 41 4E 45 54 48 30 54 33 35 54 30 30 30 31 37";
    private const string Counting = "22 01 02";
    private const string LongRequest = "22 F1 8B F1 8B F1 8B F1 8B";
    private const string LongAnswer = "62 F1 8B 26 01 31 F1 8B 26 01 31 F1 8B 26 01 31 F1 8B 26 01 31";

    // An identifier of 3 bytes again and again: 4 frames after the first.
    private static readonly string LongestRequest = "22" + string.Concat(Enumerable.Repeat(" F1 8B", 16));
    private static readonly string LongestAnswer = "62" + string.Concat(Enumerable.Repeat(" F1 8B 26 01 31", 16));

    private static readonly IsoTpOptions Transport = new()
    {
        MaxWaits = 2,
        FlowControlTimeout = TimeSpan.FromMilliseconds(400),
        ConsecutiveFrameTimeout = TimeSpan.FromMilliseconds(500),
    };

    // What does no harm ends nothing however loaded the computer is.
    private static readonly IsoTpOptions Patient = Transport with
    {
        FlowControlTimeout = TimeSpan.FromSeconds(20), ConsecutiveFrameTimeout = TimeSpan.FromSeconds(20),
    };

    private readonly GatewaySimulator simulator = GatewaySimulator.Start(new() { Traffic = new VehicleTraffic() });
    private CanSession? session;

    /// <summary>A fault, what is asked for, the answer, and how many messages are passed over before it.</summary>
    public static TheoryData<string, string, string, int> Harmless => new()
    {
        { "EcuIgnoresShortFrames", Vin, VinAnswer, 0 },
        { "EcuNoPadding", Vin, VinAnswer, 0 },
        { "EcuPending=2", Vin, VinAnswer, 0 },
        { "EcuForeignAnswer", Vin, VinAnswer, 1 },
        { "EcuForeignRefusal", Vin, VinAnswer, 1 },
        { "EcuShortRefusal", Vin, VinAnswer, 2 },
        { "EcuUnknownFrames", Vin, VinAnswer, 0 },
        { "EcuInvalidLengths", Vin, VinAnswer, 0 },
        { "EcuShortFirstFrame", Vin, VinAnswer, 0 },
        { "EcuRepeatedFirstFrame", Vin, VinAnswer, 1 },
        { "EcuExtraFrame", Vin, VinAnswer, 0 },
        { "EcuSlowFrames=300", Vin, VinAnswer, 0 },
        { "EcuWaits=2", LongRequest, LongAnswer, 0 },
        { "EcuSeparationTime=20", LongRequest, LongAnswer, 0 },
        { "EcuRepeatedFlowControl", LongRequest, LongAnswer, 0 },
        { "EcuChangingFlowControl", LongestRequest, LongestAnswer, 0 },
    };

    /// <summary>A fault, what is asked for, and what it ends with.</summary>
    public static TheoryData<string, string, IsoTpError> Harmful => new()
    {
        { "EcuLostFrame", Counting, IsoTpError.WrongSequence },
        { "EcuNoFrames", Vin, IsoTpError.NoConsecutiveFrame },
        { "EcuHugeAnswer", Vin, IsoTpError.TooLong },
        { "EcuNoFlowControl", LongRequest, IsoTpError.NoFlowControl },
        { "EcuOverflow", LongRequest, IsoTpError.Overflow },
        { "EcuInvalidFlowControl", LongRequest, IsoTpError.InvalidFlowStatus },
        { "EcuWaits=30", LongRequest, IsoTpError.TooManyWaits },
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => session = await TestSession.ConnectAsync(simulator);

    public async ValueTask DisposeAsync()
    {
        await session!.DisposeAsync();
        await simulator.DisposeAsync();
    }

    [Fact]
    public void Every_fault_of_control_units_has_its_test()
    {
        var tested = Harmless.Select(row => row.Data.Item1).Concat(Harmful.Select(row => row.Data.Item1)).Select(fault => fault.Split('=')[0])
            .Concat(["EcuSilent", "EcuBusy", "EcuAnswersUnasked"]);
        Assert.Empty(SimulatorFaults.Names.Where(name => name.StartsWith("Ecu", StringComparison.Ordinal)).Except(tested));
    }

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task What_does_no_harm_is_passed_over(string fault, string request, string answer, int passedOver)
    {
        simulator.Faults.Set(fault);
        using var engine = new UdsClient(session!, IsoTpAddress.Obd(0), "engine", Patient, new() { ResponseTimeout = TimeSpan.FromSeconds(20) });
        var response = await engine.RequestAsync(MessageData.Parse(request).ToArray(), Ending);
        Assert.Equal(answer, response!.Data.ToString());
        Assert.Equal(passedOver, engine.PassedOver);
    }

    [Theory]
    [MemberData(nameof(Harmful))]
    public async Task What_does_harm_is_an_error_by_its_own_name_and_the_next_request_does_not_suffer_for_it(string fault, string request, IsoTpError error)
    {
        simulator.Faults.Set(fault);
        using var engine = Engine(new() { ResponseTimeout = TimeSpan.FromSeconds(30) });
        var broken = await Assert.ThrowsAsync<IsoTpException>(() => engine.RequestAsync(MessageData.Parse(request).ToArray(), Ending));
        Assert.Equal(error, broken.Error);
        simulator.Faults.Clear();
        Assert.Equal("WCANETH0T35T00017", (await engine.ReadDataAsync(0xF190, Ending)).Text);
    }

    [Fact]
    public async Task EcuSilent_is_a_time_that_is_over()
    {
        simulator.Faults.Set("EcuSilent");
        using var engine = Engine(new() { ResponseTimeout = TimeSpan.FromMilliseconds(20), LinkDelay = TimeSpan.Zero });
        await Assert.ThrowsAsync<TimeoutException>(() => engine.ReadDataAsync(0xF190, Ending));
    }

    [Fact]
    public async Task EcuBusy_is_a_refusal_and_the_next_request_is_answered()
    {
        simulator.Faults.Set("EcuBusy=1");
        using var engine = Engine();
        var busy = await Assert.ThrowsAsync<UdsException>(() => engine.ReadDataAsync(0xF190, Ending));
        Assert.Equal(UdsResponseCode.BusyRepeatRequest, busy.ResponseCode);
        Assert.Equal("WCANETH0T35T00017", (await engine.ReadDataAsync(0xF190, Ending)).Text);
    }

    [Fact]
    public async Task EcuAnswersUnasked_is_passed_over()
    {
        simulator.Faults.Set("EcuAnswersUnasked");
        using var engine = Engine(new() { ResponseTimeout = TimeSpan.FromMilliseconds(600), LinkDelay = TimeSpan.Zero });
        Assert.Null(await engine.RequestAsync((byte[])[0x3E, 0x80], Ending));
        Assert.Equal(1, engine.PassedOver);
    }

    // The engine is read, unlocked, programmed and restarted as a tester does it: with the control units that the simulator has.
    [Fact]
    public async Task A_control_unit_is_programmed()
    {
        using var engine = Engine();
        await engine.SetSessionAsync(2, Ending);
        var seed = await engine.RequestSeedAsync(1, Ending);
        await engine.SendKeyAsync(1, seed!.Value.ToArray().AsEnumerable().Reverse().Select(one => (byte)(one ^ 0xA5)).ToArray(), Ending);
        Assert.Equal(1, engine.UnlockedLevel);
        var program = IsoTpChannelTests.Bytes(4000);
        Assert.Equal(4, await engine.DownloadAsync(0x1000, program, cancellationToken: Ending));
        Assert.Equal(program[..256], (await engine.ReadMemoryAsync(0x1000, 256, cancellationToken: Ending)).ToArray());
        Assert.Equal(4000, (await engine.ReadDataAsync(0x0F0F, Ending)).Data.Count);
        Assert.Equal(20_000, (await engine.ReadDataAsync(0x1FFF, Ending)).Data.Count);
        await engine.RestartAsync(1, Ending);
        Assert.Equal(("Default", null), (engine.Session, engine.UnlockedLevel));
    }

    private UdsClient Engine(UdsOptions? options = null) => new(session!, IsoTpAddress.Obd(0), "engine", Transport, options);
}
