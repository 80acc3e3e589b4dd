using Caneth.Links;
using Caneth.Links.Schemes;

namespace Caneth.Tests;

/// <summary>Every way onto a bus is one address: connected, completed, shown, and refused with the forms.</summary>
public sealed class LinkTests : IDisposable
{
    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_uri_stands_where_the_host_stands()
    {
        shell.Run("$global:port = (Start-CanSimulator).Port");
        Assert.Equal(["tcp"], shell.Run<string>("(Connect-CanDevice \"tcp://127.0.0.1:$port\" -Name a).Link"));
        Assert.Equal(["tcp"], shell.Run<string>("(Connect-CanDevice -Uri \"TCP://127.0.0.1:$port/\" -Name b).Link"));
        Assert.Equal([true], shell.Run<bool>("([pscustomobject]@{ Uri = \"tcp://127.0.0.1:$port\"; Name = 'c' } | Connect-CanDevice).Uri -eq \"tcp://127.0.0.1:$port\""));
        Assert.Equal([true], shell.Run<bool>("(Connect-CanDevice tcp://127.0.0.1 -Port $port).Name -eq \"127.0.0.1:$port\""));
        Assert.NotEmpty(shell.Run<object>("Receive-CanFrame -Count 3 -Device a"));
    }

    [Theory]
    [InlineData("elm327://can0", "tcp://, udp://, socketcan://, socketcand://")]
    [InlineData("candump+ssh://-oProxyCommand/can0", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("socketcand://127.0.0.1", "socketcand://host[:29536]/bus")]
    [InlineData("'slcan://127.0.0.1:1?speed=6'", "bitrate (10000")]
    [InlineData("'udp://127.0.0.1:1?local=0'", "local (1 to 65535)")]
    public void What_is_no_address_is_refused_with_the_forms(string address, string form)
    {
        var result = shell.Try($"Connect-CanDevice {address}");
        Assert.Equal("InvalidAddress", result.ErrorId);
        Assert.Contains(form, $"{result.Error}", StringComparison.Ordinal);
        Assert.Empty(shell.Run<object>("Get-CanDevice"));
    }

    [Fact]
    public void The_port_is_not_given_twice() => Assert.Equal("PortTwice", shell.Try("Connect-CanDevice socketcand://127.0.0.1:1/can0 -Port 2").ErrorId);

    [Fact]
    public void A_registration_packet_is_for_gateways_alone()
    {
        var result = shell.Try("Connect-CanDevice socketcand://127.0.0.1:1/can0 -RegistrationPacket 'x'");
        Assert.Equal("OptionOutOfRange", result.ErrorId);
        Assert.Contains("tcp:// alone", $"{result.Error}", StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_at_the_port_is_an_error_that_names_the_address()
    {
        var result = shell.Try($"Connect-CanDevice socketcand://127.0.0.1:{Loopback.ClosedPort()}/can0");
        Assert.Equal("ConnectionRefused", result.ErrorId);
        Assert.Contains("socketcand://127.0.0.1:", $"{result.Error}", StringComparison.Ordinal);
        Assert.Contains("server", result.Error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socketcan://caneth9", "'caneth9'|no CAN|Linux")]
    [InlineData("slcan:///dev/caneth9", "'/dev/caneth9'")]
    public void What_is_not_there_is_an_error_with_what_to_do(string address, string words)
    {
        var result = shell.Try($"Connect-CanDevice {address}");
        Assert.Equal("ConnectFailed", result.ErrorId);
        Assert.Matches(words, $"{result.Error}");
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
    }

    [Theory]
    [InlineData("Connect-CanDevice sock", "socketcand://")]
    [InlineData("Connect-CanDevice sock", "socketcan://")]
    [InlineData("Connect-CanDevice slcan:///dev/ttyUSB0?ba", "slcan:///dev/ttyUSB0?baud=")]
    [InlineData("Connect-CanDevice slcan://adapter:1?bit", "slcan://adapter:1?bitrate=")]
    [InlineData("Connect-CanDevice slcan://adapter:1?bitrate=5", "slcan://adapter:1?bitrate=500000")]
    [InlineData("Connect-CanDevice socketcand://host/can0?time=", "socketcand://host/can0?time=remote")]
    [InlineData("Get-CanLinkType can", "cannelloni")]
    public void Tab_goes_on_with_what_was_typed(string line, string word) => Assert.Contains(word, shell.Complete(line));

    [Fact]
    public void Tab_offers_what_this_computer_has()
    {
        var offered = shell.Complete("Connect-CanDevice s");
        Assert.All(CanLinkType.All.SelectMany(type => type.FindHere()), place => Assert.Contains(offered, text => text.Trim('\'') == place.Uri));
    }

    [Fact]
    public void Each_kind_of_link_is_shown_with_what_it_can()
    {
        var table = shell.Show("Get-CanLinkType");
        Assert.Matches("Scheme +Sends +Receives +Confirms +Time", table);
        Assert.Matches("slcan +Data, Remote +Data, Remote, Fd +Device +Device", table);
        Assert.Equal(["socketcan", "socketcand", "slcan"], shell.Run<string>("Get-CanLinkType s* | ForEach-Object Scheme"));
        Assert.Equal(["gvret"], shell.Run<string>("(Get-CanLinkType gvret://).Scheme"));
        Assert.Equal("LinkTypeNotFound", shell.Try("Get-CanLinkType elm327").ErrorId);
        Assert.Matches(@"Form +: slcan://host:port, slcan:///dev/ttyUSB0[\s\S]+bitrate=", shell.Show("Get-CanLinkType slcan | Format-List"));
    }

    [Fact]
    public void The_kind_of_link_of_a_device_is_shown_and_leads_to_what_it_can()
    {
        shell.Run("$null = Start-CanSimulator | Connect-CanDevice -Name bench");
        Assert.Matches(@"Uri +: tcp://127\.0\.0\.1:\d+", shell.Show("Get-CanDevice | Format-List"));
        Assert.Equal([LinkConfirmation.PeerStack], shell.Run<LinkConfirmation>("(Get-CanDevice).Confirms"));
        Assert.Equal(["tcp"], shell.Run<string>("[pscustomobject]@{ Link = (Get-CanDevice).Link } | Get-CanLinkType | ForEach-Object Scheme"));
    }
}
