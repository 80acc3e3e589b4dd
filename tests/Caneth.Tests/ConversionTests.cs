namespace Caneth.Tests;

/// <summary>What a cmdlet reads at a parameter, a function reads alike, because the types read it themselves.</summary>
public sealed class ConversionTests(Shell shell) : IClassFixture<Shell>
{
    /// <summary>A type, a value as it is typed, and the text of what it becomes.</summary>
    public static TheoryData<string, string, string> Values => new()
    {
        { "Caneth.Binding.IdArgument", "7DF", "0x7DF" },
        { "Caneth.Binding.IdArgument", "7e8", "0x7E8" },
        { "Caneth.Binding.IdArgument", "0x1A3", "0x1A3" },
        { "Caneth.Binding.IdArgument", "291", "0x123" },
        { "Caneth.Binding.IdArgument", "00000123", "0x123" },
        { "Caneth.Binding.IdArgument", "'18DB33F1'", "0x18DB33F1" },
        { "Caneth.Binding.IdArgument", "123#0102", "123#0102" },
        { "Caneth.Binding.ByteArgument", "2", "0x02" },
        { "Caneth.Binding.ByteArgument", "FF", "0xFF" },
        { "Caneth.Binding.ByteArgument", "0x1F", "0x1F" },
        { "Caneth.Binding.DataArgument", "'02 01 0C'", "02 01 0C" },
        { "Caneth.Binding.DataArgument", "123456", "12 34 56" },
        { "Caneth.Binding.DataArgument", "12-34-56", "12 34 56" },
        { "Caneth.Binding.DataArgument", "0x12,0xFF", "12 FF" },
        { "Caneth.Binding.DataArgument", "(1, 2, 255)", "01 02 FF" },
        { "Caneth.Binding.DataArgument", "([byte[]](1, 2))", "01 02" },
        { "Caneth.Binding.DataArgument", "@(12)", "0C" },
        { "Caneth.Binding.DataArgument", "@()", "" },
        { "Caneth.Binding.DataArgument", "(ConvertTo-CanData '0A 0B')", "0A 0B" },
        { "Caneth.Binding.TimeArgument", "2", "2" },
        { "Caneth.Binding.TimeArgument", "0.25", "0.25" },
        { "Caneth.Binding.TimeArgument", "100ms", "0.1" },
        { "Caneth.Binding.TimeArgument", "1.5s", "1.5" },
        { "Caneth.Binding.TimeArgument", "1s", "1" },
        { "Caneth.Binding.TimeArgument", "2min", "120" },
        { "Caneth.Binding.TimeArgument", "1h", "3600" },
        { "Caneth.Binding.TimeArgument", "2d", "172800" },
        { "Caneth.Binding.TimeArgument", "00:01:30", "90" },
        { "Caneth.Binding.TimeArgument", "([timespan]::FromSeconds(3))", "3" },
        { "Caneth.Binding.LogTime", "1.5s", "1.5" },
        { "Caneth.Binding.LogTime", "2026-01-31T13:45:00Z", "2026-01-31T13:45:00.000000Z" },
        { "Caneth.Binding.PacketArgument", "'AA 00'", "AA 00" },
        { "Caneth.Binding.PacketArgument", "(1, 2)", "01 02" },
        { "Caneth.Binding.IdMapArgument", "@{ 0x100 = 0x200 }", "0x100 = 0x200" },
        { "Caneth.IdFilter[]", "7e8", "0x7E8" },
        { "Caneth.IdFilter[]", "0x100-0x1FF, 0x7E8", "0x100-0x1FF 0x7E8" },
        { "Caneth.DataPattern", "'01 ??'", "01 ??" },
        { "Caneth.DataPattern", "(1, 2)", "01 02" },
        { "Caneth.CanFrame", "123#0102", "123#0102" },
        { "Caneth.CanFrame", "([pscustomobject]@{ Id = '0x123'; Data = '0102'; Timestamp = '1970-01-01T00:00:00Z' })", "123#0102" },
        { "Caneth.Logs.LogFormat", "BLF", "blf" },
        { "Caneth.Simulation.FaultSetting[]", "Reset=500, HalfOpen", "Reset=500 HalfOpen=0" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_read_by_its_type(string type, string typed, string text)
    {
        shell.Run($"function global:read {{ param([{type}] $value) \"$value\" }}");
        Assert.Equal([text], shell.Run<string>($"read {typed}"));
        Assert.Equal([text], shell.Run<string>($"read -value {typed}"));
        shell.Run($"function global:pass {{ param([{type}] $value) , $value }}");
        Assert.Equal([text], shell.Run<string>($"$given = @{{ value = (pass {typed}) }}; read @given"));
    }

    [Theory]
    [InlineData("Caneth.Binding.IdArgument", "0xZZ", "'0xZZ' is not a CAN id. Write it as 0x1A3 or 1A3 (hex)")]
    [InlineData("Caneth.Binding.IdArgument", "(1e3)", "Write 0x7E8, or '7E8' in quotes")]
    [InlineData("Caneth.Binding.ByteArgument", "256", "'256' is not a byte. Write 0 to 255")]
    [InlineData("Caneth.Binding.DataArgument", "12", "'12' can be hex or decimal here. Write 0x12")]
    [InlineData("Caneth.Binding.DataArgument", "(1, 300)", "'300' is not a byte")]
    [InlineData("Caneth.Binding.TimeArgument", "soon", "'soon' is not a time. Give seconds (10, 0.5), a number with ms, s, min")]
    [InlineData("Caneth.Binding.TimeArgument", "-1", "'-1' is not a time")]
    [InlineData("Caneth.Binding.TimeArgument", "50d", "at most 49 days")]
    [InlineData("Caneth.IdFilter[]", "@(7e8, 7e9)", "Write 0x7E8, or '7E8' in quotes")]
    [InlineData("Caneth.IdFilter[]", "0x200-0x100", "'0x200-0x100' is not an id filter")]
    [InlineData("Caneth.CanFrame", "([pscustomobject]@{ Data = '01' })", "it has no Id")]
    [InlineData("Caneth.Logs.LogFormat", "mp3", "There is no log format 'mp3'")]
    public void What_cannot_be_read_is_refused_with_the_value_and_the_forms(string type, string typed, string message)
    {
        shell.Run($"function global:read {{ param([{type}] $value) \"$value\" }}");
        Assert.Contains(message, $"{shell.Try($"read {typed}").Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_a_reader_of_its_own_is_nowhere_a_bare_number_or_time()
    {
        var bare = shell.Run<string>("""
            Get-Command -Module Caneth -CommandType Cmdlet | ForEach-Object {
                $command = $_
                $_.Parameters.Values | Where-Object {
                    $_.ParameterType -in [timespan], [Nullable[timespan]], [byte], [Nullable[byte]], [byte[]] -or
                    $_.Name -match 'Id$' -and $_.ParameterType -in [uint], [Nullable[uint]]
                } | ForEach-Object { "$($command.Name) -$($_.Name)" }
            }
            """);
        Assert.Empty(bare);
    }
}
