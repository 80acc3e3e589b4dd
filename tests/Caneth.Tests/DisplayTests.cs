using System.Diagnostics;

namespace Caneth.Tests;

/// <summary>What a person sees: tables, texts, completion.</summary>
public sealed class DisplayTests : IDisposable
{
    private readonly Shell shell = Shell.WithItsOwnViews();

    [Fact]
    public void Frames_show_time_device_id_kind_length_and_data()
    {
        var table = shell.Show("""
            New-CanFrame 0x123 '01 02 03'
            New-CanFrame 0x123 -Extended
            New-CanFrame 7E8 -Remote -Dlc 4
            """);
        Assert.Matches(@"Time +Device +Id Kind DLC Data", table);
        Assert.Matches(@"\n +123 data +3 01 02 03", table);
        Assert.Matches(@"00000123 data +0", table);
        Assert.Matches(@"7E8 RTR +4", table);
    }

    [Fact]
    public void Received_frames_show_when_and_where()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car");
        Assert.Matches(@"\n\d\d:\d\d:\d\d\.\d{6} +car +123 data +2 0[01] 00", shell.Show("Receive-CanFrame 0x123 -Count 1"));
    }

    [Fact]
    public void Devices_show_their_state_and_counters()
    {
        var table = shell.Show("Start-CanSimulator | Connect-CanDevice -Name car");
        Assert.Matches("Name +State +Received +Sent +Pending +Dropped +Reconnects", table);
        Assert.Matches(@"car +Connected +[0-9]+ +0 +0 +0 +0", table);
        Assert.Equal(["127.0.0.1"], shell.Run<string>("Get-CanDevice | ForEach-Object HostName"));
    }

    [Fact]
    public void Eighty_columns_are_enough_for_a_device_without_a_name_and_a_frame_with_eight_bytes()
    {
        shell.Host.Width = 80;
        shell.Run("$null = Start-CanSimulator -Name 192.168.100.200:20001 | Connect-CanDevice");
        var tables = shell.Show("Get-CanDevice") + shell.Show("Receive-CanFrame 0x0C0 -Count 1");
        Assert.Matches(@"Dropped +Reconnects\r?\n", tables);
        Assert.Matches(@"192\.168\.100\.200:20001 +Connected .* 0\r?\n", tables);
        Assert.Matches(@"192\.168\.100\.200:20001 +0C0 data +8( [0-9A-F]{2}){8}\r?\n", tables);
        Assert.All(tables.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 79));
    }

    [Fact]
    public void Data_is_hex_wherever_it_becomes_text()
    {
        Assert.Equal(["12 34 56"], shell.Run<string>("\"$((New-CanFrame 1 '123456').Data)\""));
        Assert.Equal([true], shell.Run<bool>("(New-CanFrame 1 '123456').Data -eq '12-34-56'"));
        Assert.Equal([0x34], shell.Run<int>("(New-CanFrame 1 '123456').Data[1]"));
        Assert.Equal([3], shell.Run<int>("(New-CanFrame 1 '123456').Data.Count"));
        Assert.Equal([0x3412], shell.Run<int>("[BitConverter]::ToUInt16((New-CanFrame 1 '123456').Data, 0)"));
    }

    [Theory]
    [InlineData("7e8", 0x7E8)]
    [InlineData("0x1A3", 0x1A3)]
    [InlineData("1A3", 0x1A3)]
    [InlineData("291", 291)]
    [InlineData("00000123", 0x123)]
    [InlineData("1d", 0x1D)]
    [InlineData("'7E8'", 0x7E8)]
    [InlineData("0x1FFFFFFF", 0x1FFFFFFF)]
    public void Ids_are_read_as_people_write_them(string typed, int id) =>
        Assert.Equal([id], shell.Run<int>($"(New-CanFrame {typed}).Id"));

    [Theory]
    [InlineData("'12 34 56'", "12 34 56")]
    [InlineData("0x12,0xFF,0x00", "12 FF 00")]
    [InlineData("'0x12,0xFF,0x00'", "12 FF 00")]
    [InlineData("12-34-56", "12 34 56")]
    [InlineData("12:34:56", "12 34 56")]
    [InlineData("123456", "12 34 56")]
    [InlineData("(1, 2, 255)", "01 02 FF")]
    [InlineData("@()", "")]
    [InlineData("''", "")]
    [InlineData("([byte]12)", "0C")]
    public void Data_is_read_as_people_write_it(string typed, string data)
    {
        Assert.Equal([data], shell.Run<string>($"(New-CanFrame 1 {typed}).Data.ToString()"));
        Assert.Equal([data], shell.Run<string>($"(New-CanFrame 1 -Data {typed}).Data.ToString()"));
    }

    [Fact]
    public void Frames_are_grouped_and_shown_by_the_id_that_people_read()
    {
        shell.Run("$frames = (New-CanFrame 0x0C0), (New-CanFrame 0x0C0), (New-CanFrame 18DB33F1)");
        Assert.Equal(["0C0 2", "18DB33F1 1"], shell.Run<string>("$frames | Group-Object HexId -NoElement | Sort-Object Count -Descending | ForEach-Object { \"$($_.Name) $($_.Count)\" }"));
        Assert.Matches(@"\n0C0 +\r?\n0C0 +\r?\n18DB33F1", shell.Show("$frames | Format-Table HexId, Data"));
        Assert.Equal(["192", "0C0"], shell.Run<string>("$row = $frames[0] | ConvertTo-Csv | ConvertFrom-Csv; $row.Id, $row.HexId"));
        Assert.Equal([3], shell.Run<int>("(New-CanFrame 1 '123456').Data.Length"));
    }

    [Fact]
    public void A_time_does_what_a_DateTime_does()
    {
        shell.Run("$time = [Caneth.Timestamp]'2026-01-31T13:45:00.123456Z'");
        Assert.Equal(["13:45:00.123"], shell.Run<string>("$time.ToString('HH:mm:ss.fff')"));
        Assert.Equal(["13:45:01.123456"], shell.Run<string>("$time.AddSeconds(1).ToString('HH:mm:ss.ffffff')"));
        Assert.Equal([new DateTimeOffset(2026, 1, 31, 13, 45, 0, 123, 456, TimeSpan.Zero)], shell.Run<DateTimeOffset>("[datetimeoffset]$time"));
        Assert.Equal([new DateTime(2026, 1, 31, 13, 45, 0, 123, 456, DateTimeKind.Utc)], shell.Run<DateTime>("[datetime]$time"));
        Assert.Equal([true], shell.Run<bool>("$time -lt $time.AddMilliseconds(1) -and $time -eq '2026-01-31T13:45:00.123456Z'"));
        Assert.Equal(["1.5"], shell.Run<string>("($time.AddSeconds(1.5) - $time).TotalSeconds"));
        Assert.Equal("2026-01-31T13:45:00.123456Z", shell.Show("$time").Trim());
    }

    [Fact]
    public void Names_of_devices_simulators_and_faults_are_completed()
    {
        shell.Run("$null = Start-CanSimulator -Name 'my car' | Connect-CanDevice -Name bench");
        Assert.Equal(["bench"], shell.Complete("Receive-CanFrame -Device "));
        Assert.Equal(["bench"], shell.Complete("Get-CanDevice b"));
        Assert.Equal(["'my car'"], shell.Complete("Stop-CanSimulator m"));
        Assert.Contains("HalfOpen", shell.Complete("Start-CanSimulator -Fault H"));
    }

    [Theory]
    [InlineData("Receive-CanFrame ", "0x123")]
    [InlineData("Receive-CanFrame 0x100-0x1FF, 0x1", "0x1A0")]
    [InlineData("Wait-CanFrame -Device car -Id 18", "0x18FEEE00")]
    [InlineData("Register-CanHandler -Device $device -Id 0x12", "0x123")]
    [InlineData("Request-CanFrame 7DF '02 01 0C' -ReplyId ", "0x0C0")]
    public void Ids_that_the_device_receives_are_completed(string line, string id)
    {
        shell.Run("$device = Start-CanSimulator | Connect-CanDevice -Name car");
        var typed = line[(line.LastIndexOf(' ') + 1)..].Replace("0x", "", StringComparison.Ordinal);

        // Some messages come only once a second; Tab shows what came since it was pressed first.
        var clock = Stopwatch.StartNew();
        IReadOnlyList<string> offered;
        do
        {
            offered = shell.Complete(line);
            Assert.All(offered, one => Assert.StartsWith("0x" + typed, one));
        }
        while (!offered.Contains(id) && clock.Elapsed < TimeSpan.FromSeconds(20));

        Assert.Contains(id, offered);
        Assert.Equal(["0"], shell.Run<string>("$device.FramesDropped"));
    }

    [Fact]
    public void Whatever_a_cmdlet_emits_has_a_table_and_a_list_of_what_it_tells()
    {
        var views = System.Xml.Linq.XDocument.Load(Checkout.At("Caneth.Format.ps1xml")).Descendants("View").ToList();
        var types = shell.Run<Type>("Get-Command -Module Caneth | ForEach-Object { $_.OutputType } | ForEach-Object { $_.Type }").Distinct()
            .Where(type => type.Namespace!.StartsWith(nameof(Caneth), StringComparison.Ordinal) && type.Name != nameof(CanData));
        foreach (var type in types)
        {
            var own = views.Where(view => view.Descendants("TypeName").Single().Value == type.FullName).ToList();
            if (type == typeof(Signals.CanMessage))
            {
                // A message is a line; as a table or a list it shows its signals, which its own type has as properties.
                Assert.NotNull(Assert.Single(own).Element("CustomControl"));
                continue;
            }

            Assert.Single(own, view => view.Element("TableControl") is not null);
            Assert.Single(own, view => view.Element("ListControl") is not null);
            var properties = Properties(type);
            Assert.All(own.SelectMany(view => view.Descendants("PropertyName")), property => Assert.Contains(property.Value, properties));
        }
    }

    [Fact]
    public void What_a_list_shows_are_properties()
    {
        var lists = System.Xml.Linq.XDocument.Load(Checkout.At("Caneth.Format.ps1xml")).Descendants("View").Where(view => view.Element("ListControl") is not null);
        foreach (var list in lists)
        {
            var type = Assert.Single(shell.Run<Type>("$args[0] -as [type]", list.Descendants("TypeName").Single().Value));
            var properties = Properties(type);
            Assert.All(list.Descendants("ListItem").Select(item => item.Elements().First().Value), name => Assert.Contains(name, properties));
        }
    }

    [Fact]
    public void Whatever_a_cmdlet_emits_has_a_few_properties_that_show_it_beside_others()
    {
        var types = shell.Run<Type>("Get-Command -Module Caneth | ForEach-Object { $_.OutputType } | ForEach-Object { $_.Type }").Distinct()
            .Where(type => type.Namespace!.StartsWith(nameof(Caneth), StringComparison.Ordinal)
                // What a few of its properties were would hold for each message: a list shows all signals.
                && type != typeof(Signals.CanMessage)).ToList();
        Assert.NotEmpty(types);
        foreach (var type in types)
        {
            var shown = shell.Run<string>("(Get-TypeData $args[0]).DefaultDisplayPropertySet.ReferencedProperties", type.FullName);
            Assert.InRange(shown.Count, 2, 10);
            Assert.Subset(Properties(type), shown.ToHashSet());
        }

        var screen = shell.Show("$simulator = Start-CanSimulator -Traffic None; $simulator; $simulator | Connect-CanDevice -Name car; New-CanFrame 0x123 '01 02'");
        Assert.DoesNotContain("SessionOptions", screen, StringComparison.Ordinal);
        Assert.Matches("HexId +: 123", screen);
        Assert.InRange(screen.Split('\n').Length, 10, 40);
    }

    [Fact]
    public void What_the_lists_show_can_be_asked_for()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name car; $null = Receive-CanFrame -Count 3");
        Assert.Equal([true], shell.Run<bool>("(Get-CanDevice).BytesReceived -ge 39 -and (Get-CanDevice | Where-Object Refusals -eq 0).Name -eq 'car' -and (Get-CanSimulator).BytesSent -ge 39"));
        Assert.Equal(["2026 13 45 123"], shell.Run<string>("$t = [Caneth.Timestamp]'2026-01-31T13:45:00.123456Z'; \"$($t.Year) $($t.Hour) $($t.Minute) $($t.Millisecond)\""));
    }

    private HashSet<string> Properties(Type type) => [.. type.GetProperties().Select(property => property.Name)
        .Concat(shell.Run<string>("(Get-TypeData $args[0]).Members.Keys", type.FullName))];

    public void Dispose() => shell.Dispose();
}
