using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>Memory and what a control unit is programmed with: addresses as it wants them, blocks as long as it takes them, each once.</summary>
public sealed class UdsMemoryTests
{
    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, 4, "23 44 00 00 10 00 00 00 00 02")]
    [InlineData(2, 1, "23 12 10 00 02")]
    [InlineData(8, 2, "23 28 00 00 00 00 00 00 10 00 00 02")]
    public async Task Addresses_and_lengths_have_as_many_bytes_as_the_control_unit_wants(int address, int length, string request)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, asked => asked == request ? ["63 AB CD"] : []);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var data = await client.ReadMemoryAsync(0x1000, 2, new() { AddressBytes = address, LengthBytes = length }, Ending);
        Assert.Equal("AB CD", data.ToString());
    }

    [Theory]
    [InlineData(0x1_0000, 1, 2, 4)]
    [InlineData(0x100, 256, 4, 1)]
    [InlineData(0, 0, 4, 4)]
    [InlineData(0, 1, 0, 4)]
    [InlineData(0, 1, 4, 5)]
    public async Task What_has_no_room_in_so_many_bytes_is_refused_and_nothing_is_sent(int address, int length, int addressBytes, int lengthBytes)
    {
        await using var bench = await ChannelBench.OpenAsync();
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => client.ReadMemoryAsync((ulong)address, length, new() { AddressBytes = addressBytes, LengthBytes = lengthBytes }, Ending));
        Assert.Equal(0, client.Requests);
    }

    [Fact]
    public async Task Fewer_bytes_than_were_asked_for_are_an_error()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => ["63 AB"]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, "engine");
        var odd = await Assert.ThrowsAsync<InvalidDataException>(() => client.ReadMemoryAsync(0x1000, 2, cancellationToken: Ending));
        Assert.Equal("engine gave 1 byte of its memory at 0x1000, and 2 were asked for.", odd.Message);
    }

    // Report 34: blocks are numbered 01 to FF, then 00.
    [Theory]
    [InlineData(1000, 4)]
    [InlineData(10, 100)]
    [InlineData(96, 34)]
    public async Task Blocks_are_as_long_as_the_control_unit_takes_them_and_numbered(int length, int most)
    {
        await using var bench = await ChannelBench.OpenAsync();
        var memory = new List<byte>();
        var numbers = new List<byte>();
        await using var unit = new ScriptedUnit(bench.Unit, asked => Take(MessageData.Parse(asked).ToArray(), most, memory, numbers));
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        var reports = new List<long>();
        var data = IsoTpChannelTests.Bytes(length);
        var blocks = await client.DownloadAsync(0x1000, data, progress: new Reports(reports), cancellationToken: Ending);
        Assert.Equal(data, memory);
        Assert.Equal((length + most - 3) / (most - 2), blocks);
        Assert.Equal(Enumerable.Range(1, blocks).Select(number => (byte)number), numbers);
        Assert.Equal(length, reports[^1]);
        Assert.Equal(blocks, reports.Count);
        Assert.Equal(1, unit.Count("37"));
    }

    [Fact]
    public async Task A_block_that_is_refused_is_named_by_its_number_and_ends_the_transfer()
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, asked => asked[..2] switch
        {
            "34" => ["74 10 06"],
            "36" when asked.StartsWith("36 02", StringComparison.Ordinal) => ["7F 36 73"],
            "36" => [$"76 {asked[3..5]}"],
            _ => ["77"],
        });
        using var client = new UdsClient(bench.Tester, ChannelBench.Address, "engine");
        var refused = await Assert.ThrowsAsync<UdsException>(() => client.DownloadAsync(0, new byte[100], cancellationToken: Ending));
        Assert.StartsWith("engine refused TransferData block 2, 4 bytes: wrong block sequence counter (73)", refused.Message);
        Assert.Equal(3, client.Requests);
    }

    [Theory]
    [InlineData("74 10 02")]
    [InlineData("74")]
    [InlineData("74 40 01")]
    public async Task A_control_unit_that_does_not_say_how_long_blocks_may_be_gets_none(string accepted)
    {
        await using var bench = await ChannelBench.OpenAsync();
        await using var unit = new ScriptedUnit(bench.Unit, _ => [accepted]);
        using var client = new UdsClient(bench.Tester, ChannelBench.Address);
        await Assert.ThrowsAsync<InvalidDataException>(() => client.DownloadAsync(0, new byte[100], cancellationToken: Ending));
        Assert.Equal(1, client.Requests);
    }

    private static string[] Take(byte[] request, int most, List<byte> memory, List<byte> numbers)
    {
        if (request[0] == 0x34)
        {
            return [$"74 20 {most >> 8:X2} {most & 0xFF:X2}"];
        }

        if (request[0] == 0x36)
        {
            Assert.InRange(request.Length, 3, most);
            numbers.Add(request[1]);
            memory.AddRange(request[2..]);
            return [$"76 {request[1]:X2}"];
        }

        return ["77"];
    }

    /// <summary>Takes reports at once, on the thread that makes them.</summary>
    private sealed class Reports(List<long> all) : IProgress<long>
    {
        public void Report(long value) => all.Add(value);
    }
}
