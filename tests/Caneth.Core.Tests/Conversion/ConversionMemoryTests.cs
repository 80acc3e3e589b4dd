using Caneth.Conversion;

namespace Caneth.Tests.Conversion;

/// <summary>What a conversion allocates on its threads. Only the whole process can be measured for that, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(ConversionMemoryTests), DisableParallelization = true)]
[Collection(nameof(ConversionMemoryTests))]
public sealed class ConversionMemoryTests : IDisposable
{
    private const int Few = 20_000;
    private const int Many = 120_000;

    // A batch, a container of BLF and a wait for the other thread cost something, a frame costs nothing.
    private const double MostBytesPerFrame = 1;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("log", "blf", false)]
    [InlineData("blf", "log", false)]
    [InlineData("blf", "log", true)]
    public async Task A_frame_costs_no_memory(string from, string to, bool merge)
    {
        var frames = Drive.Make(Many);
        string[] few = [folder.Write($"few.{from}", frames[..Few]), folder.Write($"few2.{from}", frames[..Few])];
        string[] many = [folder.Write($"many.{from}", frames), folder.Write($"many2.{from}", frames)];
        var growth = await AllocatedAsync(many) - await AllocatedAsync(few);
        TestContext.Current.SendDiagnosticMessage($"{growth / (2.0 * (Many - Few)):0.000} bytes a frame");
        Assert.InRange(growth / (2.0 * (Many - Few)), double.MinValue, MostBytesPerFrame);

        Task<long> AllocatedAsync(string[] logs) => Allocations.OfProcessAsync(() => LogConversion.RunAsync(
            new() { Inputs = logs, Output = folder.Of("copy." + to), Merge = merge }, TestContext.Current.CancellationToken));
    }
}
