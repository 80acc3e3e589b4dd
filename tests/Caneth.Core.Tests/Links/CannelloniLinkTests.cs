using Caneth.Sessions;
using Caneth.Tests.Sessions;

namespace Caneth.Tests.Links;

/// <summary>Sessions with a cannelloni over TCP, as the real one speaks.</summary>
public sealed class CannelloniLinkTests : IDisposable
{
    private readonly Peer peer = new();

    public void Dispose() => peer.Dispose();

    [Fact]
    public async Task Both_sides_greet_and_then_there_are_frames()
    {
        await using var open = peer.Open("cannelloni://127.0.0.1:PORT?transport=tcp");
        await peer.AcceptAsync();
        await peer.SayAsync("CANNEL");
        await peer.SayAsync("LONIv1\0\0\u0001\u0023\u0001\u0011\0");
        await peer.HearAsync("CANNELLONIv1");
        await peer.SayAsync("\0\u0001\u0023\u0000");
        Assert.Equal(["123#11", "123#"], (await open.Reader.ReadAsync(2)).Select(frame => frame.ToShortString()));
        await open.SendAsync([CanFrame.Parse("123#R4"), CanFrame.Parse("123##111")]);
        await peer.HearAsync("\u0040\0\u0001\u0023\u0004" + "\0\0\u0001\u0023\u0081\u0001\u0011");
    }

    [Fact]
    public async Task After_a_frame_that_cannot_be_it_connects_anew()
    {
        await using var open = peer.Open("cannelloni://127.0.0.1:PORT?transport=tcp");
        await peer.AcceptAsync();
        await peer.SayAsync("CANNELLONIv1\0\0\u0008\0\0");
        Assert.Equal(SessionError.AlignmentLost, (await open.Session.HappensAsync(SessionEventKind.Lost)).Error!.Error);
        await peer.AcceptAsync();
        await peer.SayAsync("CANNELLONIv1\0\0\u0001\u0023\0");
        Assert.Single(await open.Reader.ReadAsync(1));
    }
}
