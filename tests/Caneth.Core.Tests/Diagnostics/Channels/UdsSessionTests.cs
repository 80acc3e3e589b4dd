using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>What a tester knows of a control unit, and how it keeps its session: by its answers, and never in the midst of an exchange.</summary>
public sealed class UdsSessionTests
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(0.5);

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    // Report 33.
    [Fact]
    public async Task Its_session_and_what_is_unlocked_follow_its_answers()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, Answer);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        Assert.Equal(("Default", null), (client.Session, client.UnlockedLevel));
        await client.SetSessionAsync(3, Ending);
        Assert.Equal(("Extended", null), (client.Session, client.UnlockedLevel));
        Assert.Equal("11 22", (await client.RequestSeedAsync(1, Ending))!.Value.ToString());
        Assert.Null(client.UnlockedLevel);
        await client.SendKeyAsync(1, new byte[] { 1, 2 }, Ending);
        Assert.Equal(1, client.UnlockedLevel);
        await client.SetSessionAsync(0x60, Ending);
        Assert.Equal(("60", null), (client.Session, client.UnlockedLevel));
        await client.RestartAsync(1, Ending);
        Assert.Equal("Default", client.Session);
    }

    // Report 31: no key is sent for a seed of zeros.
    [Fact]
    public async Task A_seed_of_zeros_says_that_it_is_unlocked_already()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["67 05 00 00 00 00"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        Assert.Null(await client.RequestSeedAsync(5, Ending));
        Assert.Equal(5, client.UnlockedLevel);
    }

    [Fact]
    public async Task A_level_is_odd()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.RequestSeedAsync(2, Ending));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => client.SendKeyAsync(127, new byte[1], Ending));
        Assert.Equal(0, client.Requests);
    }

    // Report 27: what the user said of times holds whatever the control unit says; else the longer of what it says and the usual.
    [Theory]
    [InlineData(null, null, "50 03 00 32 01 F4", 1.3, 5.3)]
    [InlineData(null, null, "50 03 0F A0 0B B8", 4.3, 30.3)]
    [InlineData(2.0, 10.0, "50 03 0F A0 0B B8", 2.3, 10.3)]
    [InlineData(null, null, "50 03", 1.3, 5.3)]
    public void What_the_user_said_of_times_holds(double? response, double? pending, string answer, double waited, double waitedPending)
    {
        var state = new UdsState(new()
        {
            ResponseTimeout = response is { } one ? TimeSpan.FromSeconds(one) : null,
            PendingTimeout = pending is { } other ? TimeSpan.FromSeconds(other) : null,
        });
        state.Done(Message("10 03"), Message(answer));
        Assert.Equal((waited, waitedPending), (state.Times.Response.TotalSeconds, state.Times.Pending.TotalSeconds));
    }

    [Theory]
    [InlineData("7F 22 7F", 6, "01")]
    [InlineData("7F 22 7F", 4, "03")]
    [InlineData("7F 22 31", 6, "03")]
    public void A_refusal_after_a_long_silence_says_that_the_session_has_ended(string refusal, int silence, string session)
    {
        var state = new UdsState(new());
        state.Done(Message("10 03"), Message("50 03 00 32 01 F4"));
        state.Refused(Message(refusal).ResponseCode!.Value, TimeSpan.FromSeconds(silence));
        Assert.Equal(session, $"{state.Session:X2}");
    }

    // Report 28: in the form that wants no answer, and only where nothing else is asked.
    [Fact]
    public async Task A_session_is_kept_until_it_is_changed()
    {
        var time = new FakeTimeProvider();
        await using var bench = await ChannelBench.OpenAsync(time);
        await using var unit = new ScriptedUnit(bench.Unit, Answer);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await client.SetSessionAsync(3, Ending);
        client.StartTesterPresent();
        Assert.True(client.KeepsSession);
        await Waiting.AdvanceUntil(time, Step, () => client.TesterPresents >= 3);
        await Waiting.Until(() => unit.Count("3E 80") >= 3);
        await client.SetSessionAsync(1, Ending);
        Assert.False(client.KeepsSession);
        var before = client.TesterPresents;
        for (var step = 0; step < 20; step++)
        {
            time.Advance(Step);
            await Task.Yield();
        }

        Assert.Equal(before, client.TesterPresents);
    }

    [Fact]
    public async Task Nothing_is_sent_while_an_answer_is_waited_for()
    {
        var time = new FakeTimeProvider();
        await using var bench = await ChannelBench.OpenAsync(time);
        await using var unit = new ScriptedUnit(bench.Unit, request => request == "10 03" ? Answer(request) : []);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, options: new() { ResponseTimeout = TimeSpan.FromHours(1), PendingTimeout = TimeSpan.FromHours(1) });
        await client.SetSessionAsync(3, Ending);
        client.StartTesterPresent();
        var asking = client.ReadDataAsync(0xF190, Ending);
        await Waiting.Until(() => unit.Count("22 F1 90") == 1);
        foreach (var answer in new[] { "7F 22 78", "62 F1 90 01" })
        {
            for (var step = 0; step < 20; step++)
            {
                time.Advance(Step);
                await Task.Delay(1, Ending);
            }

            Assert.Equal(0, client.TesterPresents);
            await unit.Channel.SendAsync(MessageData.Parse(answer).ToArray(), Ending);
        }

        Assert.Equal("01", (await asking).Data.ToString());
        await Waiting.AdvanceUntil(time, Step, () => client.TesterPresents > 0);
    }

    // Report 29.
    [Fact]
    public async Task Who_wants_it_is_told_while_it_asks_for_patience_too()
    {
        var time = new FakeTimeProvider();
        await using var bench = await ChannelBench.OpenAsync(time);
        await using var unit = new ScriptedUnit(bench.Unit, request => request == "10 03" ? Answer(request) : request == "22 F1 90" ? ["7F 22 78"] : []);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address,
            options: new() { PendingTimeout = TimeSpan.FromHours(1), TesterPresentWhilePending = true });
        await client.SetSessionAsync(3, Ending);
        var isPending = new TaskCompletionSource();
        client.ResponsePending += (_, _) => isPending.TrySetResult();
        var asking = client.ReadDataAsync(0xF190, Ending);
        await isPending.Task.WaitAsync(Ending);
        client.StartTesterPresent();
        await Waiting.AdvanceUntil(time, Step, () => client.TesterPresents > 0);
        await unit.Channel.SendAsync(new byte[] { 0x62, 0xF1, 0x90, 1 }, Ending);
        Assert.Equal("01", (await asking).Data.ToString());
    }

    private static string[] Answer(string request) => request switch
    {
        "27 01" => ["67 01 11 22"],
        "27 02 01 02" => ["67 02"],
        "11 01" => ["51 01"],
        _ when request.StartsWith("10 ", StringComparison.Ordinal) => [$"50 {request[3..]} 00 32 01 F4"],
        _ => [],
    };

    private static UdsMessage Message(string bytes) => UdsMessage.Decode(MessageData.Parse(bytes));
}
