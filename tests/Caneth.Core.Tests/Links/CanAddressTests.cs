using Caneth.Links;

namespace Caneth.Tests.Links;

/// <summary>Addresses of gateways, as people write them.</summary>
public sealed class CanAddressTests
{
    [Theory]
    [InlineData("192.168.0.7", "192.168.0.7", 20001)]
    [InlineData("192.168.0.7:20002", "192.168.0.7", 20002)]
    [InlineData(" gateway.local:1 ", "gateway.local", 1)]
    [InlineData("::1", "::1", 20001)]
    [InlineData("[::1]", "::1", 20001)]
    [InlineData("[::1]:20002", "::1", 20002)]
    [InlineData("fe80::1%eth0", "fe80::1%eth0", 20001)]
    public void An_address_has_a_host_and_by_choice_a_port(string text, string host, int port)
    {
        var address = CanAddress.ParseTcp(text, 20001);
        Assert.Equal(new CanAddress(CanAddress.Tcp, host, port), address);
        Assert.Equal(address, CanAddress.ParseTcp(address.ToString(), 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":20001")]
    [InlineData("192.168.0.7:")]
    [InlineData("192.168.0.7:0")]
    [InlineData("192.168.0.7:65536")]
    [InlineData("192.168.0.7:port")]
    [InlineData("[::1]:")]
    [InlineData("[::1")]
    [InlineData("[]:1")]
    public void What_is_none_is_refused_with_the_forms(string text) => Assert.Contains("192.168.0.7:20001, [::1]:20001",
        Assert.Throws<FormatException>(() => CanAddress.ParseTcp(text, 20001)).Message, StringComparison.Ordinal);
}
