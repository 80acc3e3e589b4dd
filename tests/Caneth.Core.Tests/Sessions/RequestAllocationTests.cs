using Caneth.Links.Memory;
using Caneth.Tests.Links;

namespace Caneth.Tests.Sessions;

/// <summary>
/// What a request allocates on all the threads that it passes. Only the whole process can be measured for that, so nothing runs
/// beside it.
/// </summary>
[CollectionDefinition(nameof(RequestAllocationTests), DisableParallelization = true)]
[Collection(nameof(RequestAllocationTests))]
public sealed class RequestAllocationTests
{
    private const int Requests = 500;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_allocates_little()
    {
        var bus = new MemoryBus();
        await using var tester = await bus.ConnectAsync("tester");
        await using var unit = await bus.ConnectAsync("unit");
        using var requests = unit.Subscribe();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ending);
        var answering = Task.Run(AnswerAsync, Ending);
        var filter = FrameFilter.ForId(0x7E8);

        var each = await Allocations.OfProcessAsync(RequestAsync) / Requests;
        await over.CancelAsync();
        await answering;

        TestContext.Current.SendDiagnosticMessage($"{each} bytes a request");
        Assert.True(each < 4000, $"A request and its reply allocate {each} bytes.");

        async Task RequestAsync()
        {
            for (var round = 0; round < Requests; round++)
            {
                _ = await tester.RequestAsync(new(0x7E0), filter, TimeSpan.FromMinutes(1), Ending);
            }
        }

        async Task AnswerAsync()
        {
            try
            {
                while (await requests.WaitToReadAsync(over.Token))
                {
                    _ = requests.Take();
                    unit.Post(new CanFrame(0x7E8));
                }
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
            }
        }
    }
}
