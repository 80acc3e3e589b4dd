using System.Text;

namespace Caneth.Tests.Simulation;

/// <summary>The control units of the car answer as ISO 14229-1 and SAE J1979 say.</summary>
public class EcuServicesTests
{
    private const string Vin = "WCANETH0T35T00017";

    private readonly EcuBench bench = new();

    [Theory]
    [InlineData("01 0C", "410C0C80")]
    [InlineData("01 0C 0D", "410C0C800D00")]
    [InlineData("01 0D 0C 05 FE", "410D000C0C80053A")] // in the order asked for, and nothing for what is not known
    [InlineData("01 FE", "")]
    [InlineData("01", "7F0113")]
    [InlineData("01 0C 0D 05 0F 11 2F 04", "7F0113")] // seven
    [InlineData("01 01", "410182076504")]
    [InlineData("01 00", "4100B83A8013")]
    [InlineData("01 40", "414044008010")]
    [InlineData("01 60", "")]
    [InlineData("02 02 00", "4202000301")]
    [InlineData("02 05 00", "42050072")] // at 300 s
    [InlineData("02 05 01", "")]
    [InlineData("03", "43020301C100")]
    [InlineData("07", "470203010420")]
    [InlineData("0A", "4A010301")]
    [InlineData("05", "7F0511")]
    [InlineData("09 00", "490054400000")]
    [InlineData("09 06", "4906011791BC82")]
    [InlineData("09 0B", "")]
    public void Obd_is_answered(string request, string answer) => Assert.Equal(answer, bench.Ask(request));

    [Fact]
    public void The_vin_is_the_same_in_obd_and_uds_and_can_be_written()
    {
        Assert.Equal($"490201{Hex(Vin)}", bench.Ask("09 02"));
        Assert.Equal($"62F190{Hex(Vin)}", bench.Ask("22 F1 90"));
        bench.Unlock(session: 3);
        Assert.Equal("6EF190", bench.Ask($"2E F1 90 {Hex("WCANETH0T35T00018")}"));
        Assert.Equal($"490201{Hex("WCANETH0T35T00018")}", bench.Ask("09 02"));
    }

    [Theory]
    [InlineData("BA 00", "7FBA11")]
    [InlineData("3E 00", "7E00")]
    [InlineData("3E 80", "")]
    [InlineData("3E", "7F3E13")]
    [InlineData("3E 00 00", "7F3E13")]
    [InlineData("3E 01", "7F3E12")]
    [InlineData("10 05", "7F1012")]
    [InlineData("10 03", "5003003201F4")]
    [InlineData("10 83", "")]
    [InlineData("10 83|22 F1 86", "62F18603")] // what is done unsaid is done
    [InlineData("22 F1 86", "62F18601")]
    [InlineData("22 20 01", "7F2231")]
    [InlineData("22 F1", "7F2213")]
    [InlineData("22 F1 90 01", "7F2213")]
    [InlineData("22 20 01 F1 8B", "62F18B260131")] // of several what is there
    [InlineData("2E 20 00 01 02 03 04", "7F2E7F")]
    [InlineData("10 03|2E 20 00 01 02 03 04|22 20 00", "62200001020304")]
    [InlineData("10 03|2E 20 00 01 02 03", "7F2E13")]
    [InlineData("10 03|2E F1 8B 01 02 03", "7F2E31")]
    [InlineData("10 03|2E F1 90 31 31 31 31 31 31 31 31 31 31 31 31 31 31 31 31 31", "7F2E33")]
    [InlineData("27 01", "7F277F")]
    [InlineData("10 03|27 02 00 00 00 00", "7F2724")] // a key without a seed
    [InlineData("10 03|27 05", "7F2712")]
    [InlineData("10 03|28 03 01", "6803")]
    [InlineData("10 03|85 02", "C502")]
    [InlineData("85 02", "7F857F")]
    [InlineData("23 11 10 04", "6370777E85")]
    [InlineData("23 11 10", "7F2313")]
    [InlineData("23 41 10 00 01 00 00", "7F2331")]
    [InlineData("23 55 00 00 00 00 00 00 00 00 00 01", "7F2331")]
    [InlineData("31 01 02 03", "7F317F")]
    [InlineData("10 03|31 01 02 03", "7101020300")]
    [InlineData("10 03|31 03 02 03", "7F3124")]
    [InlineData("10 03|31 01 02 03|31 03 02 03", "7103020300")]
    [InlineData("10 03|31 01 BA BA", "7F3131")]
    [InlineData("10 03|31 01 FF 00", "7F3122")]
    [InlineData("10 02|31 01 FF 00", "7F3133")]
    [InlineData("10 03|34 00 44 00 00 10 00 00 00 00 10", "7F347F")]
    [InlineData("10 02|34 00 44 00 00 10 00 00 00 00 10", "7F3433")]
    [InlineData("10 02|36 01 00", "7F3624")]
    [InlineData("10 02|37", "7F3724")]
    [InlineData("19 02 FF", "59022F0301002F04201324C10087289A1B4C09420B1608")]
    [InlineData("19 02 04", "59022F0301002F04201324")]
    [InlineData("19 01 08", "59012F010004")]
    [InlineData("19 03", "59030301000104201301C10087019A1B4C01420B1601")]
    [InlineData("19 06 03 01 00 05", "59060301002F050228")]
    [InlineData("19 06 03 01 00 FF", "59060301002F050228")]
    [InlineData("19 06 03 01 00 07", "7F1931")]
    [InlineData("19 04 0B 0B 0B FF", "7F1931")]
    [InlineData("19 02", "7F1913")]
    [InlineData("19 77", "7F1912")]
    [InlineData("14 FF FF FF|19 02 FF", "59022F")]
    [InlineData("14 03 01 00|19 01 FF", "59012F010004")]
    [InlineData("14 00 00 01", "7F1431")]
    [InlineData("04", "44")]
    [InlineData("04|03", "4300")]
    [InlineData("04|0A", "4A010301")] // those go when the car itself finds them gone
    [InlineData("04|01 01", "410100076504")]
    public void Requests_are_answered(string requests, string answer) => Assert.Equal(answer, bench.AskAll(requests));

    [Fact]
    public void A_snapshot_has_what_the_car_did_then()
    {
        var answer = bench.Ask("19 04 03 01 00 01");
        Assert.StartsWith("59040301002F01020101", answer, StringComparison.Ordinal);
        Assert.EndsWith($"0102{string.Concat(Enumerable.Range(0, 64).Select(one => $"{one:X2}"))}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Live_values_are_those_of_the_car()
    {
        bench.Car = new(60);
        Assert.Equal($"410D{(int)Math.Round(bench.Car.Speed):X2}", bench.Ask("01 0D"));
        Assert.Equal($"620101{(int)Math.Round(bench.Car.EngineSpeed):X4}", bench.Ask("22 01 01"));
    }

    [Fact]
    public void The_gearbox_has_what_is_its_own()
    {
        var gearbox = new EcuBench(unit: 1);
        Assert.Equal("410080080000", gearbox.Ask("01 00"));
        Assert.Equal("", gearbox.Ask("01 05"));
        Assert.Equal("", gearbox.Ask("09 02"));
        Assert.Equal($"62F197{Hex("Gearbox")}", gearbox.Ask("22 F1 97"));
        Assert.Equal("59022F070A622C", gearbox.Ask("19 02 FF"));
    }

    [Fact]
    public void What_is_unlocked_is_locked_by_another_session()
    {
        bench.Unlock(session: 3);
        Assert.Equal("670100000000", bench.Ask("27 01"));
        Assert.Equal("6703", bench.Ask("27 03")[..4]);
        bench.Ask("10 03");
        Assert.NotEqual("670100000000", bench.Ask("27 01"));
    }

    [Fact]
    public void A_session_ends_after_5_seconds_without_a_tester_and_with_it_what_was_unlocked()
    {
        bench.Unlock(session: 3);
        bench.Now += TimeSpan.FromSeconds(4.9);
        Assert.Equal("", bench.Ask("3E 80"));
        bench.Now += TimeSpan.FromSeconds(4.9);
        Assert.Equal("62F18603", bench.Ask("22 F1 86"));
        bench.Now += TimeSpan.FromSeconds(5.1);
        Assert.Equal("62F18601", bench.Ask("22 F1 86"));
    }

    [Fact]
    public void Three_wrong_keys_close_it_for_10_seconds()
    {
        bench.Ask("10 03");
        var answers = Enumerable.Range(0, 3).Select(_ => bench.AskAll("27 01|27 02 00 00 00 00")).ToArray();
        Assert.Equal(["7F2735", "7F2735", "7F2736"], answers);
        bench.Now += TimeSpan.FromSeconds(4);
        Assert.Equal("7F2737", bench.Ask("27 01"));
        bench.Now += TimeSpan.FromSeconds(4);
        Assert.Equal("7F2737", bench.Ask("27 01"));
        bench.Now += TimeSpan.FromSeconds(2.1);
        bench.Unlock(session: 3);
    }

    [Fact]
    public void A_program_is_transferred_block_by_block()
    {
        var image = Enumerable.Range(0, 3000).Select(one => (byte)(one * 31 >> 3)).ToArray();
        bench.Unlock(session: 2);
        Assert.Equal("74200402", bench.Ask("34 00 44 00 00 10 00 00 00 0B B8"));
        var number = 0;
        foreach (var block in image.Chunk(1024))
        {
            Assert.Equal("7F3673", bench.Ask($"36 {number + 2:X2} 00"));
            Assert.Equal("7F3724", bench.Ask("37"));
            byte[] request = [0x36, (byte)++number, .. block];
            Assert.Equal((byte[])[0x76, (byte)number], Assert.Single(bench.Ask(request)));
            Assert.Equal((byte[])[0x76, (byte)number], Assert.Single(bench.Ask(request))); // once more, since its answer may be lost
        }

        Assert.Equal("7F3624", bench.Ask("36 04 00"));
        Assert.Equal("77", bench.Ask("37"));
        Assert.Equal((byte[])[0x63, .. image], bench.Ask(HexBytes.Parse("23 24 00 00 10 00 0B B8"))[0]);

        // And back.
        Assert.Equal("75200402", bench.Ask("35 00 24 00 00 10 00 0B B8"));
        Assert.Equal(image, Enumerable.Range(1, 3).SelectMany(one => bench.Ask([0x36, (byte)one])[0][2..]));
        Assert.Equal("77", bench.Ask("37"));
    }

    [Fact]
    public void A_block_that_is_too_long_or_beyond_the_end_is_refused()
    {
        bench.Unlock(session: 2);
        Assert.Equal("7F3431", bench.Ask("34 00 44 00 01 00 00 00 00 00 01"));
        Assert.Equal("7F3431", bench.Ask("34 11 44 00 00 00 00 00 00 00 01"));
        bench.Ask("34 00 44 00 00 00 00 00 00 00 04");
        Assert.Equal("7F3671", bench.Ask("36 01 00 00 00 00 00"));
        Assert.Equal((byte[])[0x7F, 0x36, 0x13], bench.Ask([0x36, 1, .. new byte[1025]])[0]);
        Assert.Equal("7601", bench.Ask("36 01 00 00 00 00"));
    }

    [Fact]
    public void Erasing_takes_2_seconds_and_asks_for_patience()
    {
        bench.Unlock(session: 2);
        Assert.Equal("7101FF0100", bench.Ask("31 01 FF 01"));
        var begin = bench.Now;
        Assert.Equal("7F3178|7F3178|7F3178|7F3178|7F3178|7101FF0000", bench.Ask("31 81 FF 00")); // an answer is owed to who was asked to wait
        Assert.Equal(TimeSpan.FromSeconds(2), bench.Now - begin);
        Assert.Equal("63FFFFFFFF", bench.Ask("23 11 10 04"));
        Assert.Equal("7101FF0101", bench.Ask("31 01 FF 01"));
    }

    [Fact]
    public void After_a_restart_it_is_deaf_for_a_while_and_then_as_at_the_beginning()
    {
        bench.Unlock(session: 3);
        Assert.Equal("5101", bench.Ask("11 01"));
        Assert.Equal("", bench.Ask("3E 00"));
        bench.Now += TimeSpan.FromSeconds(0.5);
        Assert.Equal("62F18601", bench.Ask("22 F1 86"));
        Assert.Equal("7F2E7F", bench.Ask("2E 20 00 01 02 03 04"));
    }

    [Fact]
    public void Whatever_is_asked_for_is_answered_or_refused_by_its_own_name() => Gen.Byte.Array[1, 40].Array[1, 12].Sample(requests =>
    {
        var unit = new EcuBench();
        unit.Unlock(session: 2);
        foreach (var request in requests)
        {
            request[0] = (byte)(request[0] & 0x3F);
            foreach (var answer in unit.Ask(request))
            {
                Assert.True(answer[0] == request[0] + 0x40 || answer.Length == 3 && answer[0] == 0x7F && answer[1] == request[0], Convert.ToHexString(answer));
            }

            unit.Now += TimeSpan.FromSeconds(1);
        }
    }, iter: 500);

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
