using Caneth.Flow;

namespace Caneth.Tests.Flow;

/// <summary>What goes into a buffer comes out, in order, as far as there was room.</summary>
public class FrameBufferTests
{
    [Fact]
    public void What_is_wanted_comes_out_in_order_and_what_has_no_room_stays_with_who_gave_it() =>
        Gen.Select(Gen.Int[1, 200], Gen.Int[0, 150].Array[1, 20], Gen.Bool).Sample((capacity, batches, all) =>
        {
            var filter = all ? FrameFilter.All : new FrameFilter([IdFilter.Range(0, 0x3FF)]);
            var buffer = new FrameBuffer(capacity);
            var (given, kept, taken) = (0, new List<CanFrame>(), new List<CanFrame>());
            foreach (var count in batches)
            {
                CanFrame[] frames = [.. Enumerable.Range(given, count).Select(number => new CanFrame((uint)number % 0x800))];
                given += count;
                var done = buffer.Add(frames, filter);
                kept.AddRange(frames[..done].Where(frame => filter.Matches(frame)));
                Assert.True(done == count || buffer.Room == 0);
                Assert.InRange(buffer.Count, 0, capacity);
                if (count % 3 == 0)
                {
                    taken.AddRange(buffer.Take().ToArray());
                    Assert.Equal(0, buffer.Count);
                }
            }

            taken.AddRange(buffer.Take().ToArray());
            Assert.Equal(kept, taken);
        }, iter: 500);
}
