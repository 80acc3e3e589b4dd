using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Requests and their answers: whatever comes, the answer that belongs to the request is taken, and its time is the control unit's.</summary>
public sealed class UdsClientTests
{
    // What tells of a failure at once; the waits for what does not come are a second and more.
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(700);

    private static readonly UdsOptions Impatient = new() { ResponseTimeout = TimeSpan.FromMilliseconds(50), LinkDelay = TimeSpan.Zero };

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    // Reports 28 and 40; scenarios 08, 0F and 10.
    [Theory]
    [InlineData("62 F1 90 57 43")]
    [InlineData("62 F1 91 01,62 F1 90 57 43")]
    [InlineData("7F 3E 12,62 F1 90 57 43")]
    [InlineData("7F,7F 22,62 F1 90 57 43")]
    [InlineData("50 03 00 32 01 F4,62 F1 90 57 43")]
    [InlineData("7F 22 78,wait 100,7F 22 78,wait 100,62 F1 90 57 43")]
    [InlineData("62 F1 91 01 02 03 04 05 06 07 08 09,62 F1 90 57 43")]
    public async Task What_is_no_answer_is_passed_over(string answers)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => answers.Split(','));
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var data = await client.ReadDataAsync(0xF190, Ending);
        Assert.Equal(("57 43", "WC", 0x5743ul, "Vin"), (data.Data.ToString(), data.Text, data.Number!.Value, data.Name));
        Assert.Equal(answers.Split(',').Count(one => one != "wait 100" && !one.Contains("78") && !one.StartsWith("62 F1 90", StringComparison.Ordinal)), client.PassedOver);
        Assert.Null(client.LastError);
    }

    [Theory]
    [InlineData("10 03", "50 03 00 32 01 F4", "50 02 00 32 01 F4")]
    [InlineData("2E F1 90 01", "6E F1 90", "6E F1 91")]
    [InlineData("31 01 FF 00", "71 01 FF 00 10", "71 01 FF 01 10")]
    [InlineData("31 01 FF 00", "71 01 FF 00 10", "71 03 FF 00 10")]
    [InlineData("36 02 55", "76 02", "76 01")]
    [InlineData("3E 00", "7E 00", "7E 01")]
    [InlineData("01 0C 0D", "41 0D 28", "41 05 28")]
    [InlineData("09 02", "49 02 01 57", "49 04 01 57")]
    [InlineData("14 FF FF FF", "54", "55")]
    public async Task An_answer_repeats_what_was_asked_for(string request, string answer, string other)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => [other, answer]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var response = await client.RequestAsync(MessageData.Parse(request).ToArray(), Ending);
        Assert.Equal(answer, response!.Data.ToString());
        Assert.Equal(1, client.PassedOver);
    }

    [Fact]
    public async Task A_refusal_says_what_was_refused_why_and_what_to_do()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["7F 2E 33"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, "engine");
        var refused = await Assert.ThrowsAsync<UdsException>(() => client.WriteDataAsync(0xF190, new byte[17], Ending));
        Assert.Equal(UdsResponseCode.SecurityAccessDenied, refused.ResponseCode);
        Assert.StartsWith("engine refused WriteDataByIdentifier F190", refused.Message);
        Assert.Contains("security access denied (33)", refused.Message);
        Assert.Contains("Unlock", refused.Recommendation);
        Assert.Same(refused, client.LastError);
    }

    [Fact]
    public async Task A_request_that_is_refused_before_all_of_it_is_there_is_given_up_at_once()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.Answer(CanFrame.Parse("7E8#037F2E31"));
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var refused = await Assert.ThrowsAsync<UdsException>(() => client.WriteDataAsync(0xF190, new byte[17], Ending).WaitAsync(AtOnce, Ending));
        Assert.Equal(UdsResponseCode.RequestOutOfRange, refused.ResponseCode);
    }

    [Fact]
    public async Task Who_does_not_answer_is_named_with_what_was_asked_and_how_long_was_waited()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, "engine", options: Impatient);
        var silent = await Assert.ThrowsAsync<TimeoutException>(() => client.ReadDataAsync(0xF190, Ending));
        Assert.Equal("engine (7E0 -> 7E8) did not answer ReadDataByIdentifier F190 within 0.05 s.", silent.Message);
        Assert.Same(silent, client.LastError);
    }

    // Report 26: what a long request takes is not the control unit's time.
    [Fact]
    public async Task The_time_for_an_answer_begins_when_the_request_has_left()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["6E F1 90"], new() { SeparationTime = TimeSpan.FromMilliseconds(127) });
        using var client = new UdsClient(bench.Tester, ChannelBench.Address,
            options: new() { ResponseTimeout = TimeSpan.FromMilliseconds(700), LinkDelay = TimeSpan.Zero });
        await client.WriteDataAsync(0xF190, new byte[45], Ending);
    }

    // Report 26 and scenario 06: it ends with the first frame of the answer; from then on its frames have their own time.
    [Fact]
    public async Task An_answer_that_has_begun_in_time_may_take_longer()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["62 F1 90 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12"],
            new() { MinimumGap = TimeSpan.FromMilliseconds(400) });
        using var client = new UdsClient(bench.Tester, ChannelBench.Address,
            options: new() { ResponseTimeout = TimeSpan.FromMilliseconds(700), LinkDelay = TimeSpan.Zero });
        Assert.Equal(18, (await client.ReadDataAsync(0xF190, Ending)).Data.Count);
    }

    // Scenarios 04, 05 and 11: by their own names, and not as a time that is over.
    [Theory]
    [InlineData("7E8#101762BA04000102 7E8#2103040506070809 7E8#2311121314151617", IsoTpError.WrongSequence, "number 2 was expected")]
    [InlineData("7E8#101762BA05000102", IsoTpError.NoConsecutiveFrame, "6 of 23 bytes came")]
    [InlineData("7E8#10007FFFFFFF0102", IsoTpError.TooLong, "2,147,483,647 bytes")]
    public async Task What_breaks_off_on_the_way_fails_at_once_by_its_own_name(string frames, IsoTpError error, string text)
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.AnswerSingle([.. frames.Split(' ').Select(frame => CanFrame.Parse(frame))]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address,
            isoTp: new() { ConsecutiveFrameTimeout = TimeSpan.FromMilliseconds(50) }, options: new() { ResponseTimeout = TimeSpan.FromSeconds(30) });
        var broken = await Assert.ThrowsAsync<IsoTpException>(() => client.RequestAsync((byte[])[0x22, 0xBA, 4], Ending).WaitAsync(AtOnce, Ending));
        Assert.Equal(error, broken.Error);
        Assert.Contains(text, broken.Message);
    }

    // Scenario 07: a new first frame ends the one under way, which is no answer then.
    [Fact]
    public async Task An_answer_that_is_begun_anew_is_taken()
    {
        await using var bench = await ChannelBench.OpenAsync();
        bench.AnswerSingle([.. new[] { "7E8#101462F190010203", "7E8#2104050607080901", "7E8#100A62F190010203", "7E8#2104050607CCCCCC" }.Select(frame => CanFrame.Parse(frame))]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        Assert.Equal("01 02 03 04 05 06 07", (await client.ReadDataAsync(0xF190, Ending)).Data.ToString());
        Assert.Equal(1, client.PassedOver);
    }

    // Scenario 0C: frame by frame beside the one that was asked.
    [Fact]
    public async Task Another_control_unit_that_answers_at_the_same_time_does_no_harm()
    {
        string[] frames =
        [
            "7E8#101462F190574341", "7E9#101462F190474541", "7E8#214E455448305433", "7E9#2152424F58303030", "7E8#2235543030303137", "7E9#2230303030303037",
        ];
        await using var bench = await ChannelBench.OpenAsync();
        bench.AnswerSingle([.. frames.Select(frame => CanFrame.Parse(frame))]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        Assert.Equal("WCANETH0T35T00017", (await client.ReadDataAsync(0xF190, Ending)).Text);
        Assert.Equal(0, client.PassedOver);
    }

    // Report 25: each of them begins the time anew, and no shorter limit undercuts it.
    [Fact]
    public async Task Each_time_that_it_asks_for_patience_the_time_begins_anew()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["7F 22 78", "wait 400", "7F 22 78", "wait 400", "7F 22 78", "wait 400", "7F 22 78", "wait 400", "62 F1 90 01"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, options: new() { ResponseTimeout = TimeSpan.FromMilliseconds(300), LinkDelay = TimeSpan.Zero, PendingTimeout = TimeSpan.FromMilliseconds(1200) });
        var pendings = 0;
        client.ResponsePending += (_, response) => pendings += response.ResponseCode == UdsResponseCode.ResponsePending ? 1 : 0;
        Assert.Equal("01", (await client.ReadDataAsync(0xF190, Ending)).Data.ToString());
        Assert.Equal(4, pendings);
    }

    [Theory]
    [InlineData(50, 10_000, "asked for patience once for ReadDataByIdentifier F190 (response pending, 78), and did not answer within 0.05 s more")]
    [InlineData(10_000, 50, "asked for patience 2 times for ReadDataByIdentifier F190 (response pending, 78), for longer than 0.05 s")]
    public async Task It_may_not_ask_for_patience_without_end(int pending, int most, string text)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["7F 22 78", "wait 800", "7F 22 78"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, options: Impatient with
        {
            PendingTimeout = TimeSpan.FromMilliseconds(pending),
            MaxPending = TimeSpan.FromMilliseconds(most),
            ResponseTimeout = TimeSpan.FromSeconds(10),
        });
        Assert.Contains(text, (await Assert.ThrowsAsync<TimeoutException>(() => client.ReadDataAsync(0xF190, Ending))).Message);
    }

    // Report 30.
    [Theory]
    [InlineData("", null, 0)]
    [InlineData("7E 00", null, 1)]
    [InlineData("7F 3E 78,7E 00", "7E 00", 0)]
    public async Task Where_no_answer_is_wanted_a_good_one_is_passed_over_unless_patience_was_asked_for(string answers, string? answer, int passedOver)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => answers.Split(',', StringSplitOptions.RemoveEmptyEntries));
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, options: Impatient with { ResponseTimeout = TimeSpan.FromMilliseconds(600) });
        Assert.Equal(answer, (await client.RequestAsync((byte[])[0x3E, 0x80], Ending))?.Data.ToString());
        Assert.Equal(passedOver, client.PassedOver);
    }

    [Fact]
    public async Task Where_no_answer_is_wanted_a_refusal_is_an_error_all_the_same()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["7F 3E 12"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await Assert.ThrowsAsync<UdsException>(() => client.RequestAsync((byte[])[0x3E, 0x80], Ending));
    }

    [Fact]
    public async Task Requests_that_are_made_at_once_go_one_after_another()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, request => [$"62{request[2..]} {request[^2..]}"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var all = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => client.ReadDataAsync((ushort)number, Ending)));
        Assert.Equal(Enumerable.Range(0, 50), all.Select(data => (int)data.Number!.Value));
        Assert.Equal((50L, 0L), (client.Requests, client.PassedOver));
    }

    [Fact]
    public async Task The_late_answer_to_a_request_that_was_cancelled_is_not_that_to_the_next()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, request => request == "22 F1 90" ? ["wait 100", "62 F1 90 01"] : ["62 F1 91 02"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        using var stop = new CancellationTokenSource();
        var cancelled = client.ReadDataAsync(0xF190, stop.Token);
        await Waiting.Until(() => unit.Count("22 F1 90") == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal("02", (await client.ReadDataAsync(0xF191, Ending)).Data.ToString());
        Assert.Equal(1, client.PassedOver);
    }

    [Fact]
    public async Task A_request_ends_with_the_connection()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, options: new() { ResponseTimeout = TimeSpan.FromSeconds(30) });
        var asking = client.ReadDataAsync(0xF190, Ending);
        await bench.FramesAsync(1);
        bench.Bus.Interrupt();
        Assert.Equal(IsoTpError.LinkLost, (await Assert.ThrowsAsync<IsoTpException>(() => asking.WaitAsync(AtOnce, Ending))).Error);
        bench.Bus.Resume();
    }

    [Fact]
    public async Task It_ends_with_its_session_and_asks_nothing_after_that()
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await bench.Tester.CloseAsync(Ending);
        Assert.True(client.IsOver);
        client.StartTesterPresent();
        await Assert.ThrowsAsync<Caneth.Sessions.CanSessionException>(() => client.ReadDataAsync(0xF190, Ending));
        client.Dispose();
        client.Dispose();
    }
}
