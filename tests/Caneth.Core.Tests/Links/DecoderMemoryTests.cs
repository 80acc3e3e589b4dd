namespace Caneth.Tests.Links;

/// <summary>What decoders keep of what they have read. Only the memory of the whole process can be measured, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(DecoderMemoryTests), DisableParallelization = true)]
[Collection(nameof(DecoderMemoryTests))]
public sealed class DecoderMemoryTests
{
    private const int Inputs = 120_000;
    private const int Share = Inputs / 12;

    [Fact]
    public void Memory_does_not_grow_with_what_was_read()
    {
        var sizes = new List<long>();
        DecoderFuzzTests.Fuzz(new(1), Inputs, done =>
        {
            if (done % Share == 0)
            {
                sizes.Add(GC.GetTotalMemory(forceFullCollection: true));
            }
        });

        // What tests before this one left is freed at some moment, in one share of the inputs or two; a leak grows in all of them,
        // by 32 bytes an input where it keeps a frame of each.
        var growth = sizes.Zip(sizes.Skip(1), (before, after) => after - before).Order().ToList();
        Assert.InRange(growth[growth.Count / 2], long.MinValue, Share * 16L);
    }
}
