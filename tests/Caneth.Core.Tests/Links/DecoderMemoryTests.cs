namespace Caneth.Tests.Links;

/// <summary>What decoders keep of what they have read. Only the memory of the whole process can be measured, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(DecoderMemoryTests), DisableParallelization = true)]
[Collection(nameof(DecoderMemoryTests))]
public sealed class DecoderMemoryTests
{
    private const int Inputs = 120_000;

    [Fact]
    public void Memory_does_not_grow_with_what_was_read()
    {
        var (before, after) = (0L, 0L);
        DecoderFuzzTests.Fuzz(new(1), Inputs, done =>
        {
            before = done == Inputs / 10 ? GC.GetTotalMemory(forceFullCollection: true) : before;
            after = done == Inputs ? GC.GetTotalMemory(forceFullCollection: true) : after;
        });

        // A leak of one frame an input would be 3.5 MB.
        Assert.InRange(after - before, -Inputs * 32L, Inputs * 16L);
    }
}
