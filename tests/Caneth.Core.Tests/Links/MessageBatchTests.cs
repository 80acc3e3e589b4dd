using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Caneth.Links;
using Caneth.Links.SocketCan;

namespace Caneth.Tests.Links;

/// <summary>
/// The calls of the system by which frames come many at a time: sockets of UDP give their times and their drops in the same way as those of
/// CAN, which few kernels of build machines have.
/// </summary>
public sealed class MessageBatchTests
{
    private const int SocketLevel = 1;
    private const int KernelTimes = 35;
    private const int DroppedFrames = 40;

    [Fact]
    public void Layouts_are_those_of_the_kernel()
    {
        var is64 = nint.Size == 8;
        Assert.Equal(is64 ? 16 : 8, Unsafe.SizeOf<MessageBatch.Place>());
        Assert.Equal(is64 ? 56 : 28, Unsafe.SizeOf<MessageBatch.MessageHeader>());
        Assert.Equal(is64 ? 64 : 32, Unsafe.SizeOf<MessageBatch.Message>());
    }

    [Fact]
    public void Frames_come_many_at_a_time_whole_in_their_order_with_the_kernels_times()
    {
        using var receiver = Open();
        CanFrame[] frames = [new(0x100), CanFrame.Parse("12345678##1000102030405060708090A0B"), CanFrame.CreateRemote(0x7FF, 8), new(0x200, [1, 2])];
        Send(receiver, frames);
        var messages = new ReceivedMessage[MessageBatch.Size];
        var batch = new MessageBatch();
        Assert.Equal(4, batch.Receive(receiver.SafeHandle, messages));
        Assert.Equal(frames, messages[..4].Select(message => message.Frame));
        Assert.Equal([16, 72, 16, 16], messages[..4].Select(message => message.Size));
        Assert.All(messages[..4], message =>
        {
            Assert.True(message.IsFrame);
            Assert.False(message.IsOwn);
            Assert.InRange(message.Time, ((Timestamp)DateTimeOffset.UtcNow.AddMinutes(-1)).Nanoseconds, ((Timestamp)DateTimeOffset.UtcNow.AddMinutes(1)).Nanoseconds);
        });
        Assert.Equal(messages[..4].Select(message => message.Time).Order(), messages[..4].Select(message => message.Time));
        Assert.Equal(0, batch.Receive(receiver.SafeHandle, messages));
    }

    [Fact]
    public void No_more_are_taken_than_there_is_room_for()
    {
        using var receiver = Open();
        Send(receiver, Numbered(0, 10));
        var batch = new MessageBatch();
        var messages = new ReceivedMessage[4];
        Assert.Equal([4, 4, 2], Enumerable.Range(0, 3).Select(_ => batch.Receive(receiver.SafeHandle, messages)));
    }

    [Fact]
    public void What_the_kernel_dropped_is_known_with_the_next_frame()
    {
        using var receiver = Open();
        receiver.ReceiveBufferSize = 4096;
        Send(receiver, Numbered(0, 1000));
        var batch = new MessageBatch();
        var messages = new ReceivedMessage[MessageBatch.Size];
        var received = 0;
        for (int count; (count = batch.Receive(receiver.SafeHandle, messages)) > 0;)
        {
            received += count;
        }

        Assert.InRange(received, 1, 999);
        Send(receiver, new CanFrame(0x100));
        Assert.Equal(1, batch.Receive(receiver.SafeHandle, messages));
        Assert.Equal((uint)(1000 - received), messages[0].Dropped);
    }

    [Fact]
    public void The_kernel_holds_as_much_as_it_may()
    {
        using var receiver = Open();
        ReceiveBuffer.Enlarge(receiver);
        var limit = int.Parse(File.ReadAllText("/proc/sys/net/core/rmem_max"), CultureInfo.InvariantCulture);
        Assert.InRange(receiver.ReceiveBufferSize, Math.Min(ReceiveBuffer.Size, limit), int.MaxValue);
    }

    [Fact]
    public async Task A_socket_waits_for_what_comes_and_leaves_it_there()
    {
        using var receiver = Open();
        using var socket = new CanSocket(receiver);
        var waiting = socket.WaitAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(waiting.IsCompleted);
        Send(receiver, new CanFrame(0x100));
        await waiting;
        var messages = new ReceivedMessage[1];
        Assert.Equal(1, socket.Receive(messages));
        Assert.Equal(0x100u, messages[0].Frame.Id);
    }

    private static Socket Open()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SocketCAN is for Linux.");
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.SetRawSocketOption(SocketLevel, KernelTimes, BitConverter.GetBytes(1));
        socket.SetRawSocketOption(SocketLevel, DroppedFrames, BitConverter.GetBytes(1));
        return socket;
    }

    private static void Send(Socket receiver, params CanFrame[] frames)
    {
        using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var room = new byte[SocketCanFrame.FdSize];
        foreach (var frame in frames)
        {
            sender.SendTo(room.AsSpan(0, SocketCanFrame.Write(frame, room)), receiver.LocalEndPoint!);
        }
    }
}
