using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>NAMEs are made of their fields, and taken apart.</summary>
public class J1939NameTests
{
    [Fact]
    public void Every_field_is_in_its_place()
    {
        var name = J1939Name.Create(0x1ABCDE, 0x555, 129, 21, 5, 0x2A, 9, 2, arbitraryAddressCapable: true);
        Assert.Equal("A954 81AD AABABCDE".Replace(" ", ""), name.ToString());
        Assert.Equal((0x1ABCDE, 0x555, 129, 21, 5), (name.IdentityNumber, name.ManufacturerCode, name.Function, name.FunctionInstance, name.EcuInstance));
        Assert.Equal((0x2A, 9, 2, true), (name.VehicleSystem, name.VehicleSystemInstance, name.IndustryGroup, name.ArbitraryAddressCapable));
        Assert.Null(name.FunctionName);
    }

    [Fact]
    public void Fields_and_text_come_back() =>
        Gen.Select(Gen.Int[0, 0x1FFFFF], Gen.Int[0, 0x7FF], Gen.Int[0, 255], Gen.Int[0, 31], Gen.Int[0, 7], Gen.Int[0, 127], Gen.Int[0, 15], Gen.Bool)
            .Sample((identity, manufacturer, function, functionInstance, ecu, system, instance, arbitrary) =>
            {
                var name = J1939Name.Create(identity, manufacturer, function, functionInstance, ecu, system, instance, ecu, arbitrary);
                Assert.Equal((identity, manufacturer, function, functionInstance, ecu, ecu),
                    (name.IdentityNumber, name.ManufacturerCode, name.Function, name.FunctionInstance, name.EcuInstance, name.IndustryGroup));
                Assert.Equal((system, instance, arbitrary), (name.VehicleSystem, name.VehicleSystemInstance, name.ArbitraryAddressCapable));
                Assert.Equal(name, J1939Name.Parse(name.ToString()));
                Assert.Equal(name, J1939Name.Parse($" 0x{name} "));
            }, iter: 200);

    [Theory]
    [InlineData("")]
    [InlineData("truck")]
    [InlineData("10000C00534004D300")]
    public void What_is_no_NAME_is_refused(string text) =>
        Assert.Contains("64 bits in hex", Assert.Throws<FormatException>(() => J1939Name.Parse(text)).Message);

    [Fact]
    public void A_field_out_of_its_range_is_refused_and_functions_that_all_share_have_names()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => J1939Name.Create(0x200000, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => J1939Name.Create(0, 2048));
        Assert.Equal(("Engine", "Tester", null),
            (J1939Name.Create(1, 1, function: 0).FunctionName, J1939Name.Create(1, 1).FunctionName, J1939Name.Create(1, 1, 129, industryGroup: 2).FunctionName));
    }
}
