namespace Caneth.Tests;

/// <summary><c>caneth sniff</c> in a terminal.</summary>
public class SniffTests
{
    [Fact]
    public async Task It_fills_the_terminal_with_what_moves_until_q()
    {
        await using var bus = new Bus();
        using var terminal = Terminal.Start(bus.Arguments("sniff"));
        bus.Repeat(new CanFrame(0x123, [0xAB]), new CanFrame(0x124, [0xCD]));
        await terminal.SeeAsync(rows => Array.Exists(rows, IsOf("123", "AB")) && Array.Exists(rows, IsOf("124", "CD")), "a row an id");
        Assert.StartsWith("q quit", terminal.Rows[^1], StringComparison.Ordinal);
        terminal.Type("/124\r");
        await terminal.SeeAsync(rows => !Array.Exists(rows, IsOf("123", "AB")) && Array.Exists(rows, IsOf("124", "CD")), "only what was typed");
        terminal.Type("\r");
        await terminal.SeeAsync(rows => Array.Exists(rows, row => row == "Data          CD"), "the details");
        terminal.Type("q");
        Assert.Equal(0, await terminal.EndAsync());
    }

    private static Predicate<string> IsOf(string id, string data) =>
        row => row.TrimStart().StartsWith(id, StringComparison.Ordinal) && row.EndsWith(data, StringComparison.Ordinal);
}
