using System.Globalization;
using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics.Obd;

/// <summary>The values of OBD-II: numbers as others decode them, states in words.</summary>
public class ObdParameterTests
{
    // Where the other decoder takes 65,535 for 65,536 or rounds, and where it has the sign of two bytes wrong.
    private static readonly Dictionary<byte, double> Allowed = Enumerable.Range(0x24, 8).Select(pid => ((byte)pid, 2e-4)).Append(((byte)0x44, 2e-3)).ToDictionary();
    private static readonly byte[] DecodedOtherwise = [0x32, 0x54];

    [Fact]
    public void Values_are_those_that_another_decoder_gives()
    {
        var rows = File.ReadLines(Checkout.At("tests", "Caneth.Core.Tests", "Diagnostics", "Obd", "oracle.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        Assert.Equal(405, rows.Count);
        foreach (var row in rows)
        {
            var (pid, data) = (byte.Parse(row[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), Convert.FromHexString(row[1]));
            if (DecodedOtherwise.Contains(pid))
            {
                continue;
            }

            var wanted = double.Parse(row[2], CultureInfo.InvariantCulture);
            var values = ObdParameter.OfPid(pid).Select(parameter => Assert.IsType<double>(parameter.ValueOf(data))).ToList();
            Assert.True(values.Exists(value => Math.Abs(value - wanted) <= Allowed.GetValueOrDefault(pid, 1e-9)), $"{string.Join(' ', row)}: {string.Join(' ', values)}");
        }
    }

    [Theory]
    [InlineData("EvaporativeVaporPressure", "FFFF", -0.25)]
    [InlineData("EvaporativeVaporPressure", "8000", -8192)]
    [InlineData("EvaporativeVaporPressureWide", "8000", -32768)]
    [InlineData("EvaporativeVaporPressureWide", "7FFF", 32767)]
    [InlineData("LambdaSensor1", "8000FFFF", 1)]
    [InlineData("TotalRunTime", "01000000FF0000000000000000", 255)]
    [InlineData("Odometer", "0001E240", 12345.6)]
    [InlineData("FaultCount", "85076504", 5)]
    [InlineData("engineload", "FF", 100)]
    public void Numbers_are_read_as_the_standard_has_them(string name, string data, double value)
    {
        Assert.True(ObdParameter.TryGet(name, out var parameter));
        Assert.Equal(value, parameter.ValueOf(Convert.FromHexString(data)));
    }

    [Theory]
    [InlineData("MalfunctionLamp", "85076504", "on")]
    [InlineData("MalfunctionLamp", "05076504", "off")]
    [InlineData("FuelSystem1", "0200", "closed loop")]
    [InlineData("FuelSystem2", "0200", "off")]
    [InlineData("FuelType", "04", "diesel")]
    [InlineData("ObdStandard", "06", "EOBD")]
    [InlineData("FuelType", "FE", "unknown (254)")]
    public void States_are_words(string name, string data, string state)
    {
        Assert.True(ObdParameter.TryGet(name, out var parameter));
        Assert.Equal(state, parameter.ValueOf(Convert.FromHexString(data)));
    }

    [Fact]
    public void What_nobody_knows_is_bytes()
    {
        var parameter = Assert.Single(ObdParameter.OfPid(0xDE));
        Assert.Equal("PidDE (DE) 01 02", $"{parameter} {parameter.ValueOf([1, 2])}");
        Assert.Throws<ArgumentException>(() => ObdParameter.OfPid(0x0C)[0].ValueOf([1]));
    }

    [Fact]
    public void The_table_has_every_row_of_the_data()
    {
        foreach (var row in File.ReadLines(SharedData.Find("obd-pids.csv")).Skip(1).Select(line => line.Split(',', 10)))
        {
            Assert.True(ObdParameter.TryGet(row[2], out var parameter), row[2]);
            var factor = row[7].Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Append(1).ToList();
            Assert.Equal(
                (Convert.ToByte(row[0], 16), int.Parse(row[1]), row[3], int.Parse(row[4]), int.Parse(row[5]), row[6] == "1", factor[0], factor[1], double.Parse(row[8], CultureInfo.InvariantCulture), row[9]),
                (parameter.Pid, parameter.Length, parameter.Unit ?? "", parameter.FirstByte, parameter.Bytes, parameter.Signed, parameter.Numerator, parameter.Denominator, parameter.Offset, parameter.Description));
        }
    }

    [Fact]
    public void Names_and_units_are_there_once_and_lengths_fit()
    {
        Assert.Equal(ObdParameter.All.Count, ObdParameter.All.Select(parameter => parameter.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(ObdParameter.All.GroupBy(parameter => parameter.Pid), group => Assert.Single(group.Select(parameter => parameter.Length).Distinct()));
        Assert.All(ObdParameter.All, parameter => Assert.InRange(parameter.FirstByte + parameter.Bytes, 1, parameter.Length));
        Assert.Equal(ObdParameter.All.Select(parameter => parameter.Pid), ObdParameter.All.Select(parameter => parameter.Pid).Order());
    }
}
