namespace Caneth.Tests;

/// <summary>A frame and its data as values.</summary>
public class CanFrameTests
{
    [Fact]
    public void A_frame_is_what_it_was_made_of() => FrameGenerators.WireFrame.Sample(frame =>
    {
        var again = frame.Remote
            ? CanFrame.CreateRemote(frame.Id, frame.Dlc, frame.Extended)
            : new CanFrame(frame.Id, frame.Data.ToArray(), frame.Extended ? FrameFlags.Extended : FrameFlags.None);
        Assert.Equal(frame, again);
        Assert.Equal(frame.GetHashCode(), again.GetHashCode());
        Assert.True(frame.HasSameContent(again with { Timestamp = new(1), Device = "other" }));
        Assert.NotEqual(frame, again with { Device = "other" });
    });

    [Fact]
    public void A_frame_takes_32_bytes_of_its_array() => Assert.Equal(32, System.Runtime.CompilerServices.Unsafe.SizeOf<CanFrame>());

    [Theory]
    [InlineData(0xC0, FrameFlags.None, "0C0")]
    [InlineData(0xC0, FrameFlags.Extended, "000000C0")]
    [InlineData(0x18DB33F1, FrameFlags.None, "18DB33F1")]
    public void An_id_in_hex_has_3_or_8_digits(uint id, FrameFlags flags, string hex) => Assert.Equal(hex, new CanFrame(id, [], flags).HexId);

    [Fact]
    public void An_id_above_the_standard_limit_makes_a_frame_extended()
    {
        Assert.False(new CanFrame(0x7FF).Extended);
        Assert.True(new CanFrame(0x800).Extended);
        Assert.True(new CanFrame(1, [], FrameFlags.Extended).Extended);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CanFrame(0x2000_0000));
    }

    [Fact]
    public void What_no_bus_can_carry_is_refused_with_the_limit()
    {
        Assert.Contains("at most 8", Assert.Throws<ArgumentOutOfRangeException>(() => new CanFrame(1, new byte[9])).Message);
        Assert.Contains("12, 16, 20", Assert.Throws<ArgumentOutOfRangeException>(() => new CanFrame(1, new byte[9], FrameFlags.Fd)).Message);
        Assert.Throws<ArgumentException>(() => new CanFrame(1, [1], FrameFlags.Remote));
        Assert.Throws<ArgumentException>(() => new CanFrame(1, [], FrameFlags.Remote | FrameFlags.Fd));
        Assert.Throws<ArgumentOutOfRangeException>(() => CanFrame.CreateRemote(1, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CanData(new byte[65]));
    }

    [Fact]
    public void A_frame_reads_as_candump_writes_it()
    {
        Assert.Equal("123#010203", new CanFrame(0x123, [1, 2, 3]).ToString());
        Assert.Equal("00000123#R2", CanFrame.CreateRemote(0x123, 2, extended: true).ToString());
        Assert.Equal("001#", new CanFrame(1).ToString());
    }

    [Fact]
    public void Data_is_a_value() => Gen.Byte.Array[0, 64].Sample(bytes =>
    {
        CanData data = bytes;
        Assert.Equal(bytes.Length, data.Count);
        Assert.Equal(bytes.Length, data.Length);
        Assert.Equal(bytes, data.ToArray());
        Assert.Equal(bytes, Enumerable.Range(0, data.Count).Select(index => data[index]));
        Assert.Equal(new CanData(bytes), data);
        Assert.Equal(new CanData(bytes).GetHashCode(), data.GetHashCode());
        Assert.Equal(data, CanData.Parse(data.ToString(), null));
        Assert.NotEqual(data, [.. bytes.AsSpan(0, Math.Max(0, bytes.Length - 1)), .. bytes.Length == 0 ? new byte[1] : []]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data[data.Count]);
        Assert.Throws<ArgumentOutOfRangeException>(() => data[-1]);
    });

    [Fact]
    public void Data_that_differs_only_in_length_is_different() =>
        Assert.NotEqual(new CanData(1), new CanData(1, 0));

    [Fact]
    public void A_classic_frame_takes_no_memory_of_its_own()
    {
        byte[] bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        var sum = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            sum = 0;
            for (var round = 0; round < 1000; round++)
            {
                sum += new CanFrame(1, bytes).Data[7];
            }
        }));
        Assert.Equal(8000, sum);
    }
}
