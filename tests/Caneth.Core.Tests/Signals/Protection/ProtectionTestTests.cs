using Caneth.Signals;

namespace Caneth.Tests.Signals;

public class ProtectionTestTests
{
    private const string Car = """
        BO_ 256 EngineData: 8 ECU
         SG_ CRC : 0|8@1+ (1,0) [0|255] "" ECU
         SG_ RC : 8|4@1+ (1,0) [0|15] "" ECU
        BO_ 257 Unprotected: 8 ECU
         SG_ Speed : 0|8@1+ (1,0) [0|255] "" ECU
        """;

    private static readonly DatabaseSet Databases = new(MessageProtectionTests.Load(Car, "car.dbc"));
    private static readonly MessageProtection Protection = new(Databases.FindMessages("EngineData")[0], ProtectionProfiles.Xor, new() { Counter = "RC" });

    [Fact]
    public void What_is_wrong_is_counted_for_each_device()
    {
        var test = Test();
        var state = default(ProtectionState);
        var frames = Enumerable.Range(0, 10).Select(_ => Protection.Apply(new(256, new byte[8]), ref state)).ToArray();
        CanFrame[] seen = [frames[0], frames[1], frames[1], frames[4], new(256, [.. frames[5].Data.ToArray()[..7], 9]), frames[6]];
        var faults = seen.Select((frame, index) =>
        {
            Assert.True(test.Add(frame with { Device = "can0", Timestamp = new Timestamp(index + 1) }, out var result));
            return result.Faults;
        }).ToArray();
        Assert.Equal([ProtectionFaults.None, ProtectionFaults.None, ProtectionFaults.CounterRepeated, ProtectionFaults.CounterJumped,
            ProtectionFaults.BadChecksum, ProtectionFaults.None], faults);
        Assert.True(test.Add(frames[9] with { Device = "can1" }, out var first) && first.IsRight);

        Assert.Equal(["can0", "can1"], test.Results.Select(result => result.Device));
        var found = test.Results[0];
        Assert.Equal(("EngineData", 256U, "Xor", 6L, 3L), (found.Message, found.Id, found.Profile, found.Frames, found.FaultyFrames));
        Assert.Equal((1L, 1L, 1L, 2L), (found.BadChecksums, found.CounterRepeats, found.CounterJumps, found.FramesMissing));
        Assert.Equal((3L, 5L), (found.FirstFault!.Value.Nanoseconds, found.LastFault!.Value.Nanoseconds));
        Assert.Equal("EngineData: 3 of 6 frames are faulty", found.ToString());
        Assert.Null(test.Results[1].FirstFault);
    }

    [Fact]
    public void Frames_that_nothing_protects_are_passed_over()
    {
        var test = Test();
        Assert.False(test.Add(new(257, new byte[8]), out _));
        Assert.False(test.Add(new(0x700, new byte[8]), out _));
        Assert.False(test.Add(CanFrame.CreateRemote(256), out _));
        Assert.Empty(test.Results);
        Assert.False(new ProtectionTest(Databases).Add(new(256, new byte[8]), out _));
    }

    [Fact]
    public void Nothing_is_allocated_for_a_frame()
    {
        var test = Test();
        var state = default(ProtectionState);
        var frame = new CanFrame(256, new byte[8]) { Device = "can0" };
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var count = 0; count < 1000; count++)
            {
                test.Add(Protection.Apply(frame, ref state), out _);
            }
        }));
        Assert.Equal(0, test.Results[0].FaultyFrames);
    }

    private static ProtectionTest Test() => new(Databases, message => message == Protection.Definition ? Protection : null);
}
