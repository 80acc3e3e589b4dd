using System.Net.Sockets;
using System.Text;

namespace Caneth.Tests;

/// <summary>The socket of a service manager, which hears how a service is.</summary>
internal sealed class ManagerSocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly StringBuilder heard = new("\n");

    /// <param name="path">Where it is.</param>
    public ManagerSocket(string path)
    {
        Path = path;
        socket.Bind(new UnixDomainSocketEndPoint(path));
        _ = Task.Run(ListenAsync);
    }

    public string Path { get; }

    private string Heard
    {
        get
        {
            lock (heard)
            {
                return heard.ToString();
            }
        }
    }

    /// <summary>Waits until it has heard a line.</summary>
    public Task HearsAsync(string line) => Waiting.Until(() => Heard.Contains($"\n{line}\n", StringComparison.Ordinal));

    public void Dispose() => socket.Dispose();

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer);
                lock (heard)
                {
                    heard.Append(Encoding.UTF8.GetString(buffer, 0, length)).Append('\n');
                }
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
