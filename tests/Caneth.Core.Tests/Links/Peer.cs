using System.Net.Sockets;
using System.Text;
using Caneth.Links.Schemes;
using Caneth.Sessions;

namespace Caneth.Tests.Links;

/// <summary>The other side of a link, at a loopback port: the test says what it says, and sees what it hears.</summary>
internal sealed class Peer : IDisposable
{
    private readonly Socket listener = Loopback.Listen();
    private Socket? client;

    private static CancellationToken Ending => TestContext.Current.CancellationToken;

    /// <summary>Opens a session with it, and a reader that is there before the first frame.</summary>
    /// <param name="form">The address, with PORT in the place of its port.</param>
    /// <param name="change">How the session differs from others.</param>
    public PeerSession Open(string form, Func<SessionOptions, SessionOptions>? change = null)
    {
        FrameSubscription? reader = null;
        var options = new SessionOptions
        {
            Address = CanLinkType.ParseAddress(form.Replace("PORT", $"{listener.Port()}", StringComparison.Ordinal)),
            Name = "bench",
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            ReconnectDelayMax = TimeSpan.FromMilliseconds(50),
            BeforeConnecting = session => reader = session.Subscribe(),
        };
        return new(CanSession.Open(change?.Invoke(options) ?? options), reader!);
    }

    /// <summary>Waits for a client.</summary>
    public async Task AcceptAsync()
    {
        client?.Dispose();
        client = await listener.AcceptAsync(Ending);
        client.NoDelay = true;
    }

    public async Task SayAsync(string text) => await client!.SendAsync(Encoding.Latin1.GetBytes(text), Ending);

    public async Task SayAsync(byte[] bytes) => await client!.SendAsync(bytes, Ending);

    /// <summary>Hears something, and nothing else.</summary>
    public async Task HearAsync(string text) => Assert.Equal(text, await ReadAsync(text.Length));

    /// <summary>Hears a number of bytes.</summary>
    public async Task<string> ReadAsync(int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = await client!.ReceiveAsync(bytes.AsMemory(read), Ending);
            Assert.True(more > 0, $"The connection ended after '{Encoding.Latin1.GetString(bytes, 0, read)}'.");
            read += more;
        }

        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>What one read brings.</summary>
    public async Task<string> ReadOnceAsync()
    {
        var bytes = new byte[65_536];
        return Encoding.Latin1.GetString(bytes, 0, await client!.ReceiveAsync(bytes, Ending));
    }

    /// <summary>Closes the connection in order.</summary>
    public void Close() => client!.Dispose();

    public void Dispose()
    {
        client?.Dispose();
        listener.Dispose();
    }
}

/// <summary>A session with a reader that was there before its first frame.</summary>
internal sealed record PeerSession(CanSession Session, FrameSubscription Reader) : IAsyncDisposable
{
    /// <summary>Sends frames, one after another.</summary>
    public Task SendAsync(params CanFrame[] frames) => Session.SendAsync(frames, cancellationToken: TestContext.Current.CancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await Session.DisposeAsync();
    }
}
