using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Parameter groups are asked for, of one node and of all, and who is on the bus is found.</summary>
public sealed class J1939RequestTests
{
    private const uint Vin = 0xFEEC;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("18FEEC00#0102", "65260 from 0x00: 01 02")]
    [InlineData("18E8F900#00FFFFFFF9ECFE00", "59392 Acknowledgement from 0x00 to 0xF9: 00 FF FF FF F9 EC FE 00")]
    [InlineData("18E8FF00#00FFFFFFFFECFE00", "59392 Acknowledgement from 0x00 to 0xFF: 00 FF FF FF FF EC FE 00")]
    public async Task The_answer_of_who_was_asked_comes_and_of_nobody_else(string answer, string text)
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        var asking = node.RequestAsync(Vin, 0, Ending);
        Assert.Equal("18EA00F9#ECFE00", await bench.HearsAsync("18EA"));

        // From another one; of another group; an acknowledgement for somebody else, and of another group.
        await bench.SayAsync("18FEEC01#FF", "18FEED00#FF", "18E8FF00#01FFFFFF05ECFE00", "18E8FF00#01FFFFFFF9EDFE00", answer);
        Assert.Equal(text, $"{await asking}");
    }

    [Theory]
    [InlineData(1, J1939Error.NotSupported, "0x00 does not have PGN 65260.")]
    [InlineData(2, J1939Error.AccessDenied, "0x00 denies the access to PGN 65260.")]
    [InlineData(3, J1939Error.Busy, "0x00 cannot answer now the request for PGN 65260.")]
    public async Task A_refusal_has_its_own_name_at_once(int kind, J1939Error error, string text)
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        var asking = node.RequestAsync(Vin, 0, Ending);
        await bench.HearsAsync("18EA");
        await bench.SayAsync($"18E8FF00#{kind:X2}FFFFFFF9ECFE00");
        var failed = await Assert.ThrowsAsync<J1939Exception>(() => asking);
        Assert.Equal((error, text), (failed.Error, failed.Message));
    }

    [Fact]
    public async Task Who_says_nothing_is_given_up_after_1_25_s_and_who_has_begun_is_waited_for()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        var asking = node.RequestAsync(Vin, 0, Ending);
        await bench.HearsAsync("18EA");
        var failed = await Assert.ThrowsAsync<J1939Exception>(() => bench.RunAsync(asking));
        Assert.Equal((J1939Error.NoAnswer, "0x00 did not answer the request for PGN 65260 within 1.25 s."), (failed.Error, failed.Message));

        asking = node.RequestAsync(Vin, 0, Ending);
        await bench.HearsAsync("18EA");
        bench.Time.Advance(TimeSpan.FromSeconds(1.2));
        await bench.SayAsync("1CECF900#10090002FFECFE00");
        await bench.HearsAsync("1CEC00F9#110201");
        bench.Time.Advance(TimeSpan.FromSeconds(0.5));
        await bench.SayAsync("1CEBF900#0101020304050607", "1CEBF900#020809FFFFFFFFFF");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], (await asking).Data.ToArray());
    }

    [Fact]
    public async Task All_are_asked_and_each_answers_once()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        var asking = node.RequestAllAsync(0xFEDA, Ending).ToListAsync(Ending).AsTask();
        Assert.Equal("18EAFFF9#DAFE00", await bench.HearsAsync("18EA"));
        await bench.SayAsync("18FEDA00#01", "18FEDA0F#02", "18FEDA00#03", "18E8FF05#01FFFFFFF9DAFE00", "18FEDB05#01");
        Assert.Equal(["65242 from 0x00: 01", "65242 from 0x0F: 02"], (await bench.RunAsync(asking)).Select(answer => $"{answer}"));
    }

    [Fact]
    public async Task A_break_ends_a_request_at_once()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        using var node = await bench.NodeAsync(0xF9);
        var asking = node.RequestAsync(Vin, 0, Ending);
        await bench.HearsAsync("18EA");
        bench.Bus.Interrupt();
        Assert.Equal(J1939Error.LinkLost, (await Assert.ThrowsAsync<J1939Exception>(() => asking)).Error);
        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.RequestAsync(0xEE01, 0, Ending));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => node.RequestAsync(Vin, 255, Ending));
    }

    // j1939-84 946: those that claim late are found, too.
    [Fact]
    public async Task Who_is_on_the_bus_is_found_by_what_it_claims_and_by_what_it_sends()
    {
        await using var bench = await J1939NodeBench.OpenAsync();
        var session = await bench.ConnectAsync("seeker");
        var finding = new J1939NodeSearch(session).FindAsync(Ending);
        Assert.Equal("18EAFFFE#00EE00", await bench.HearsAsync("18EA"));
        bench.Time.Advance(TimeSpan.FromSeconds(0.4));
        await bench.SayAsync("18EEFF00#D204405300000010", "0CF00400#FF", "18FEF121#00", "18EEFFFE#0500000000000000", "123#00");
        Assert.Equal(["0x00: 10000000534004D2 (Engine)", "0x21", "0xFE: 0000000000000005 (Engine)"], (await bench.RunAsync(finding)).Select(node => $"{node}"));

        using var node = await bench.NodeAsync(0xF9);
        finding = new J1939NodeSearch(node.Session, node, TimeSpan.FromSeconds(0.2)).FindAsync(Ending);
        Assert.Equal("18EAFFF9#00EE00", await bench.HearsAsync("18EA"));
        var own = Assert.Single(await bench.RunAsync(finding));
        Assert.Equal(((byte)0xF9, true, node.Name), (own.Address, own.IsOwn, own.Name));
    }
}
