using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;

namespace Caneth.Bench;

/// <summary>
/// A plain socket that sends frames which count from 0 on, and a thread that notes those of others. A frame has its sender in its id, and its number in its data.
/// </summary>
internal sealed class CountingSocket : IDisposable
{
    private const uint FirstId = 0x100;

    private readonly Socket socket;
    private readonly Dialect dialect;
    private readonly Thread reading;
    private Exception? failure;

    /// <param name="socket">A connected socket, over which frames come; its own from now on.</param>
    /// <param name="dialect">How they are written.</param>
    /// <param name="sent">When each frame of each sender was sent.</param>
    public CountingSocket(Socket socket, Dialect dialect, long[][] sent)
    {
        this.socket = socket;
        this.dialect = dialect;
        Arrivals = new(sent);
        reading = new(Read) { IsBackground = true };
        reading.Start();
    }

    /// <summary>What it has seen.</summary>
    public Arrivals Arrivals { get; }

    /// <summary>A frame of a sender.</summary>
    public static CanFrame FrameOf(int sender, long number)
    {
        Span<byte> data = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(data, number);
        return new(FirstId + (uint)sender, data);
    }

    /// <summary>Sends frames of a sender.</summary>
    public void Send(int sender, long first, int count = 1) =>
        socket.Send([.. Enumerable.Range(0, count).SelectMany(index => dialect.Write(FirstId + (uint)sender, (ulong)(first + index)))]);

    /// <summary>Ends it, and throws what went wrong.</summary>
    public void Dispose()
    {
        socket.Dispose();
        reading.Join();
        if (failure is not null)
        {
            throw new InvalidDataException($"{dialect.Protocol}: {failure.Message}", failure);
        }
    }

    private void Read()
    {
        try
        {
            var buffer = new byte[64 * 1024];
            var held = 0;
            while (socket.Receive(buffer.AsSpan(held)) is > 0 and var received)
            {
                var now = Stopwatch.GetTimestamp();
                var bytes = buffer.AsSpan(0, held + received);
                while (!bytes.IsEmpty && dialect.Read(bytes, out var id, out var data) is not 0 and var length)
                {
                    if (length > 0)
                    {
                        Arrivals.Note((int)(id - FirstId), (long)data, now);
                    }

                    bytes = bytes[Math.Abs(length)..];
                }

                bytes.CopyTo(buffer);
                held = bytes.Length;
            }
        }
        catch (Exception thrown) when (thrown is SocketException or ObjectDisposedException)
        {
            // It was ended.
        }
        catch (Exception thrown)
        {
            failure = thrown;
        }
    }
}
