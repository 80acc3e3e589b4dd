using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Control units are found by their answers, and nothing else is taken for one.</summary>
public sealed class EcuSearchTests
{
    private static readonly EcuSearchOptions Quick = new()
    {
        Ids = [.. Enumerable.Range(0x7E0, 16).Select(id => (uint)id)],
        ListenTime = TimeSpan.FromMilliseconds(50),
        ResponseTime = TimeSpan.FromMilliseconds(200),
        Gap = TimeSpan.FromMilliseconds(2),
    };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_answers_is_found_with_both_ids_and_who_refuses_too()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new Units(bench.Unit, request => request switch
        {
            0x7E0 => "7E8#027E00CCCCCCCCCC",
            0x7E3 => "600#037F3E7F",
            _ => null,
        });
        var found = await new EcuSearch(bench.Tester, Quick).FindAsync(Ending).ToListAsync(Ending);
        Assert.Equal(["7E0 -> 7E8 False", "7E3 -> 600 True"], found.Select(ecu => $"{ecu} {ecu.Refused}"));
        Assert.All(found, ecu => Assert.Equal("tester", ecu.Device));
    }

    // Report 38: an answer that comes when others have been asked belongs to its own request.
    [Fact]
    public async Task A_late_answer_is_that_to_its_own_request()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new Units(bench.Unit, request => request == 0x7E2 ? "601#027E00" : null, TimeSpan.FromMilliseconds(30));
        Assert.Equal(["7E2 -> 601"], await new EcuSearch(bench.Tester, Quick).FindAsync(Ending).Select(ecu => $"{ecu}").ToListAsync(Ending));
    }

    // Report 37: what is on the bus anyway, and what does not answer again, is none.
    [Fact]
    public async Task What_is_on_the_bus_anyway_and_what_answers_once_is_none()
    {
        await using var bench = await ChannelBench.OpenAsync();
        var asked = 0;
        await using var units = new Units(bench.Unit, request => request == 0x7E4 && Interlocked.Increment(ref asked) == 1 ? "602#027E00" : request == 0x7E5 ? "603#101462F190574341" : null);
        using var stop = new CancellationTokenSource();
        var noise = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await bench.Unit.SendAsync(new[] { CanFrame.Parse("604#027E00"), CanFrame.Parse("7E6#00") }, cancellationToken: Ending);
                await Task.Delay(5, Ending);
            }
        }, Ending);
        Assert.Empty(await new EcuSearch(bench.Tester, Quick).FindAsync(Ending).ToListAsync(Ending));
        await stop.CancelAsync();
        await noise;
        Assert.DoesNotContain(0x7E6u, units.Asked);
    }

    [Fact]
    public async Task Ids_of_29_bits_have_addresses_in_them()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var units = new Units(bench.Unit, request => request == 0x18DA10F1 ? "18DAF110#027E00" : null);
        var found = await new EcuSearch(bench.Tester, Quick with { Ids = [], Addresses = [0x0F, 0x10, 0x11, 0xF1] }).FindAsync(Ending).ToListAsync(Ending);
        Assert.Equal("18DA10F1 -> 18DAF110", Assert.Single(found).ToString());
        Assert.DoesNotContain(0x18DAF1F1u, units.Asked);
    }

    [Fact]
    public async Task It_ends_with_its_session()
    {
        await using var bench = await ChannelBench.OpenAsync();
        var finding = new EcuSearch(bench.Tester, Quick with { ListenTime = TimeSpan.FromSeconds(30) }).FindAsync(Ending).ToListAsync(Ending);
        await bench.Tester.CloseAsync(Ending);
        await Assert.ThrowsAsync<CanSessionException>(async () => await finding);
    }

    /// <summary>Control units that answer single requests with single frames.</summary>
    private sealed class Units : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly List<uint> asked = [];
        private readonly Task serving;

        public Units(CanSession session, Func<uint, string?> answer, TimeSpan delay = default)
        {
            var requests = session.Subscribe();
            serving = Task.Run(async () =>
            {
                using (requests)
                {
                    try
                    {
                        await foreach (var frame in requests.ReadAllAsync(stop.Token))
                        {
                            asked.Add(frame.Id);
                            if (answer(frame.Id) is { } text)
                            {
                                await Task.Delay(delay, stop.Token);
                                await session.SendAsync(CanFrame.Parse(text), stop.Token);
                            }
                        }
                    }
                    catch (OperationCanceledException)
                    {
                        // The test is over.
                    }
                }
            });
        }

        public IReadOnlyList<uint> Asked => asked;

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await serving;
            stop.Dispose();
        }
    }
}
