using Caneth.Links;
using Caneth.Links.Schemes;
using Caneth.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Addresses of every kind of link, as people write them, read strictly.</summary>
public sealed class LinkAddressTests
{
    [Theory]
    [InlineData("192.168.0.7", "tcp://192.168.0.7:20001")]
    [InlineData("gateway.local:1", "tcp://gateway.local:1")]
    [InlineData("[::1]:20002", "tcp://[::1]:20002")]
    [InlineData("tcp://192.168.0.7", "tcp://192.168.0.7:20001")]
    [InlineData("TCP://192.168.0.7:20002", "tcp://192.168.0.7:20002")]
    [InlineData(" tcp://[fe80::1%eth0]:20002/ ", "tcp://[fe80::1%eth0]:20002")]
    [InlineData("udp://192.168.0.7:20001", "udp://192.168.0.7:20001")]
    [InlineData("udp://192.168.0.7:20001?local=20005", "udp://192.168.0.7:20001?local=20005")]
    [InlineData("socketcan://can0", "socketcan://can0")]
    [InlineData("SocketCAN://vcan_0.1-2?time=host&own=off&fd=on&errors=on", "socketcan://vcan_0.1-2?errors=on&fd=on&own=off&time=host")]
    [InlineData("socketcand://host/can0", "socketcand://host:29536/can0")]
    [InlineData("socketcand://[::1]:1/vcan_0.1-2?time=remote&fd=on", "socketcand://[::1]:1/vcan_0.1-2?fd=on&time=remote")]
    [InlineData("slcan://host:2000?BITRATE=500000", "slcan://host:2000?bitrate=500000")]
    [InlineData("slcan+tcp://host:2000", "slcan://host:2000")]
    [InlineData("slcan://com3", "slcan://COM3")]
    [InlineData("slcan://COM256?bitrate=500000&baud=57600", "slcan://COM256?baud=57600&bitrate=500000")]
    [InlineData("slcan:///dev/ttyUSB0?bitrate=500000", "slcan:///dev/ttyUSB0?bitrate=500000")]
    [InlineData("slcan:///dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", "slcan:///dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0")]
    [InlineData("candump+ssh://host/can0", "candump+ssh://host/can0")]
    [InlineData("candump+ssh://pi@raspberry.local:2222/can0?time=remote&errors=on", "candump+ssh://pi@raspberry.local:2222/can0?errors=on&time=remote")]
    [InlineData("candump+ssh://[::1]:22/can0", "candump+ssh://[::1]:22/can0")]
    [InlineData("slcan://host:2000?window=8&listen-only=on&time=host&data-bitrate=2000000", "slcan://host:2000?data-bitrate=2000000&listen-only=on&time=host&window=8")]
    [InlineData("gvret://host", "gvret://host:23/0")]
    [InlineData("gvret://host:2323/1?bitrate=250000&listen-only=on", "gvret://host:2323/1?bitrate=250000&listen-only=on")]
    [InlineData("cannelloni://host", "cannelloni://host:20000")]
    [InlineData("cannelloni://host?transport=tcp", "cannelloni://host:20000?transport=tcp")]
    public void An_address_is_read_and_always_written_in_the_same_way(string text, string uri)
    {
        var address = CanLinkType.ParseAddress(text);
        Assert.Equal(uri, address.Uri);
        Assert.Equal(address, CanLinkType.ParseAddress(address.Uri));
        Assert.Equal(address, CanLinkType.ParseAddress(address.ToString()));
    }

    [Theory]
    [InlineData("http://host", "'http'", "tcp://, udp://, socketcan://, socketcand://")]
    [InlineData("://host", "''", "tcp://")]
    [InlineData("socketcan://", "names no interface", "socketcan://interface")]
    [InlineData("socketcan://can0:1", "has no port", "socketcan://interface")]
    [InlineData("socketcan://can0/1", "'/1'", "socketcan://interface")]
    [InlineData("socketcan://0", "not the name of an interface", "socketcan://interface")]
    [InlineData("socketcan://abcdefghijklmnop", "not the name of an interface", "socketcan://interface")]
    [InlineData("socketcan://can0?bitrate=500000", "'bitrate' is not one of its options: the bit rate is set where the interface is brought up", "errors (on or off)")]
    [InlineData("tcp://", "names no host", "tcp://host[:20001]")]
    [InlineData("tcp://host:0", "'host:0'", "tcp://host[:20001]")]
    [InlineData("tcp://host:65536", "'host:65536'", "tcp://host[:20001]")]
    [InlineData("tcp://user@host", "'user@host'", "tcp://host[:20001]")]
    [InlineData("tcp://host/can0", "'/can0'", "without options")]
    [InlineData("tcp://host?wire=slcan", "'wire'", "without options")]
    [InlineData("tcp://host?", "''", "without options")]
    [InlineData("udp://192.168.0.7", "no port", "udp://host:port")]
    [InlineData("udp://host:1?local=0", "local is '0'", "local (1 to 65535)")]
    [InlineData("udp://host:1?local=", "local is ''", "local (1 to 65535)")]
    [InlineData("udp://host:1?local", "local is ''", "local (1 to 65535)")]
    [InlineData("socketcand://host", "names no bus", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/", "names no bus", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/can0 ><send 1 0", "is not the name of a bus", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/can0/1", "is not the name of a bus", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/abcdefghijklmnopq", "is not the name of a bus", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/can0?time=later", "time is 'later'", "host or remote")]
    [InlineData("socketcand://host/can0?fd=on&fd=off", "fd is given twice", "socketcand://host[:29536]/bus")]
    [InlineData("socketcand://host/can0#x", "is not the name of a bus", "socketcand://host[:29536]/bus")]
    [InlineData("slcan://COM", "no port", "slcan://COM3")]
    [InlineData("slcan://COM1000", "no port", "slcan://COM3")]
    [InlineData("slcan:///", "names no host and no serial port", "slcan:///dev/ttyUSB0")]
    [InlineData("slcan:///dev/tty USB0", "names no host", "slcan:///dev/ttyUSB0")]
    [InlineData("slcan://host:1?baud=115200", "speed of a serial port", "slcan:///dev/ttyUSB0")]
    [InlineData("slcan://COM3?baud=0", "baud is '0'", "1 to 12000000")]
    [InlineData("candump+ssh://host", "names no bus", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://-oProxyCommand=x/can0", "is not a host", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://-host/can0", "is not a host", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://pi@-host/can0", "is not a host", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://pi@host@host/can0", "is not a host", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://@host/can0", "is not a host", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://host/-l", "is not the name of a bus", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://host/can0;reboot", "is not the name of a bus", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("candump+ssh://host/$(reboot)", "is not the name of a bus", "candump+ssh://[user@]host[:port]/bus")]
    [InlineData("slcan://host:1?bitrate=42", "bitrate is '42'", "10000, 20000")]
    [InlineData("slcan://host:1?bitrate= 500000", "bitrate is ' 500000'", "10000, 20000")]
    [InlineData("slcan://host:1?window=65", "window is '65'", "1 to 64")]
    [InlineData("gvret://host/16", "is not the name of a bus", "gvret://host[:23][/bus]")]
    [InlineData("gvret://host/2?bitrate=500000", "buses 0 to 1", "gvret://host[:23][/bus]")]
    [InlineData("gvret://host?listen-only=on", "bit rate", "gvret://host[:23][/bus]")]
    [InlineData("cannelloni://host?transport=sctp", "transport is 'sctp'", "udp or tcp")]
    [InlineData("cannelloni://host?transport=tcp&local=1", "UDP port", "cannelloni://host[:20000]")]
    public void What_is_none_is_refused_with_the_reason_and_the_forms(string text, string reason, string form)
    {
        var message = Assert.Throws<FormatException>(() => CanLinkType.ParseAddress(text)).Message;
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(form, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_is_given_apart_is_that_of_an_address_without_one()
    {
        Assert.Equal("socketcand://host:1/can0", CanLinkType.ParseAddress("socketcand://host/can0", 1).Uri);
        Assert.Equal("socketcand://host:2/can0", CanLinkType.ParseAddress("socketcand://host:2/can0", 1).Uri);
        Assert.Throws<ArgumentOutOfRangeException>(() => CanLinkType.ParseAddress("host", 0));
        Assert.Equal("slcan://COM3:1", CanLinkType.ParseAddress("slcan://COM3", 1).Uri);
        Assert.Throws<FormatException>(() => CanLinkType.ParseAddress("slcan:///dev/ttyUSB0", 1));
        Assert.Throws<FormatException>(() => CanLinkType.ParseAddress("socketcan://can0", 1));
    }

    [Fact]
    public void A_name_from_outside_cannot_steer_a_terminal() =>
        Assert.DoesNotContain('\x1B', Assert.Throws<FormatException>(() => CanLinkType.ParseAddress("tcp://\x1B[2J")).Message);

    [Fact]
    public async Task An_address_that_a_program_put_together_is_checked_as_well()
    {
        var options = new SessionOptions { Address = new("socketcand", "127.0.0.1", 1) { Bus = "can0 >< send 1 0" } };
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => CanSession.ConnectAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains("is not the name of a bus", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registration_packets_are_for_gateways_alone()
    {
        var options = new SessionOptions { Address = CanLinkType.ParseAddress("slcan://127.0.0.1:1"), Heartbeat = "alive"u8.ToArray() };
        Assert.Contains("tcp:// alone", Assert.Throws<ArgumentException>(() => CanSession.Open(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_kind_says_what_it_can_and_its_own_example_is_an_address()
    {
        Assert.Equal(["tcp", "udp", "socketcan", "socketcand", "slcan", "gvret", "cannelloni", "candump+ssh", "tcp-listen"], CanLinkType.All.Select(type => type.Scheme));
        Assert.All(CanLinkType.All, type =>
        {
            Assert.Equal(type.Scheme, CanLinkType.ParseAddress(type.Example).Scheme);
            Assert.StartsWith($"{type}", type.Form, StringComparison.Ordinal);
            Assert.True(type.Receives.HasFlag(FrameKinds.Data) && type.Sends.HasFlag(FrameKinds.Data));
            Assert.All(type.Options, option => Assert.NotEmpty(option.Values));
        });
    }

    // What the public reports are about: no false promise.
    [Theory]
    [InlineData("socketcand", FrameKinds.Remote, false, false)]
    [InlineData("socketcand", FrameKinds.Error, false, true)]
    [InlineData("gvret", FrameKinds.Remote, false, false)]
    [InlineData("slcan", FrameKinds.Remote, true, true)]
    [InlineData("cannelloni", FrameKinds.Fd, true, true)]
    [InlineData("tcp", FrameKinds.Fd, false, false)]
    [InlineData("socketcan", FrameKinds.Fd, false, true)]
    [InlineData("socketcan", FrameKinds.RawDlc, false, true)]
    [InlineData("candump+ssh", FrameKinds.Fd, true, true)]
    public void What_a_kind_sends_and_receives_is_said(string scheme, FrameKinds kind, bool sends, bool receives)
    {
        var type = CanLinkType.All.Single(type => type.Scheme == scheme);
        Assert.Equal((sends, receives), (type.Sends.HasFlag(kind), type.Receives.HasFlag(kind)));
    }

    [Theory]
    [InlineData("tcp", LinkConfirmation.PeerStack, LinkTime.Host)]
    [InlineData("udp", LinkConfirmation.None, LinkTime.Host)]
    [InlineData("socketcand", LinkConfirmation.PeerStack, LinkTime.Remote)]
    [InlineData("slcan", LinkConfirmation.Device, LinkTime.Device)]
    [InlineData("gvret", LinkConfirmation.PeerStack, LinkTime.Device)]
    [InlineData("cannelloni", LinkConfirmation.None, LinkTime.Host)]
    [InlineData("socketcan", LinkConfirmation.Bus, LinkTime.Kernel)]
    [InlineData("candump+ssh", LinkConfirmation.None, LinkTime.Remote)]
    public void Who_confirms_and_whose_time_it_is_are_said(string scheme, LinkConfirmation confirms, LinkTime time)
    {
        var type = CanLinkType.All.Single(type => type.Scheme == scheme);
        Assert.Equal((confirms, time), (type.Confirms, type.Time));
    }

    [Fact]
    public void The_page_about_links_says_what_each_kind_carries_confirms_and_how_it_tells_time()
    {
        var rows = File.ReadAllLines(Checkout.At("docs", "links.md"));
        Assert.All(CanLinkType.All, type => Assert.Contains($"| {type.Scheme} | {type.Sends} | {type.Receives} | {type.Confirms} | {type.Time} |", rows));
    }
}
