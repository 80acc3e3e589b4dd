using Caneth.Links;
using Caneth.Links.Schemes;

namespace Caneth.Tests.Links;

/// <summary>What a link does not carry is refused by name before anything is queued, and what cannot be had is said: no false promise.</summary>
public sealed class LinkCapabilityTests
{
    private static readonly (FrameKinds Kind, string Words, Func<CanFrame, bool> Is)[] Kinds =
    [
        (FrameKinds.Fd, "CAN FD frame", frame => frame.Fd),
        (FrameKinds.Error, "error frame", frame => frame.Error),
        (FrameKinds.Remote, "remote frame", frame => frame.Remote),
        (FrameKinds.RawDlc, "DLC", frame => frame.Dlc > 8),
        (FrameKinds.Data, "data frame", _ => true),
    ];

    /// <summary>Addresses of each kind of link, with the options that let it carry more.</summary>
    public static TheoryData<string> Addresses =>
    [
        .. CanLinkType.All.Where(type => !type.Listens).Select(type => type.Example),
        "socketcand://127.0.0.1/can0?fd=on",
        "socketcan://can0?fd=on",
        "slcan://127.0.0.1:2000?data-bitrate=2000000",
        "cannelloni://127.0.0.1:20000?transport=tcp",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void What_a_link_does_not_carry_is_refused_by_name_and_all_else_is_carried(string address)
    {
        var context = new LinkContext(TimeProvider.System, () => DecoderFeed.Now, _ => { }) { Device = "bench" };
        var carried = LinkSchemes.CreateConnector(CanLinkType.ParseAddress(address), new(), context).Capabilities;
        FrameGenerators.AnyFrame.Sample(frame =>
        {
            var (kind, words, _) = Kinds.First(kind => kind.Is(frame));
            Assert.Equal(carried.Sends.HasFlag(kind), carried.Carries(frame, out var reason));
            if (reason is null)
            {
                carried.ThrowIfNotCarried(frame);
                return;
            }

            Assert.Contains($"{carried.Carrier} carries no ", reason, StringComparison.Ordinal);
            Assert.Contains(words, reason, StringComparison.Ordinal);
            var message = Assert.Throws<ArgumentException>(() => carried.ThrowIfNotCarried(frame)).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.Contains(carried.Carrier, message, StringComparison.Ordinal);
        }, iter: 200);
    }

    [Theory]
    [InlineData("socketcand", "forwards no remote frames")]
    [InlineData("socketcand", "error frames only where the server runs with -e")]
    [InlineData("gvret", "no remote and no error frames")]
    [InlineData("cannelloni", "no times")]
    public void What_the_other_side_keeps_to_itself_is_said(string scheme, string words) =>
        Assert.Contains(words, LinkSchemes.All.Single(one => one.Name == scheme).Remarks, StringComparison.Ordinal);
}
