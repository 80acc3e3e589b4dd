using System.Buffers;
using System.Text;
using Caneth.Links;
using Caneth.Links.Cannelloni;
using Caneth.Links.Gateway;
using Caneth.Links.Gvret;
using Caneth.Links.Slcan;
using Caneth.Links.Socketcand;
using Caneth.Links.Streams;
using Caneth.Logs;
using Caneth.Servers;
using Caneth.Tests.Links;

namespace Caneth.Tests.Servers;

/// <summary>What a client of this project writes a server of it reads, and the other way round, in whatever pieces it comes.</summary>
public sealed class ConversationTests
{
    /// <summary>For each protocol: the server's part, what a client says before frames, and the client's wire.</summary>
    private static readonly Dictionary<ServerProtocol, (Func<Conversation> Begin, string Greeting, Wire Wire)> Protocols = new()
    {
        [ServerProtocol.Socketcand] = (() => new SocketcandConversation("can0"), "< open can0 >< rawmode >",
            new SocketcandWire(new() { Bus = "can0", Time = RemoteTime.AsTheyAre })),
        [ServerProtocol.Gateway] = (() => new GatewayConversation(), "", new GatewayWire(new())),
        [ServerProtocol.Slcan] = (() => new SlcanConversation(), "C\rS6\rZ1\rO\r", new SlcanWire(new())),
        [ServerProtocol.Cannelloni] = (() => new CannelloniConversation(), "CANNELLONIv1", new CannelloniWire()),
        [ServerProtocol.Gvret] = (() => new GvretConversation(TimeProvider.System), "\xE7\xE7\xF1\x07\xF1\x09", new GvretWire(new())),
    };

    public static TheoryData<ServerProtocol> Names => [.. Enum.GetValues<ServerProtocol>().Except([ServerProtocol.Pcapng])];

    [Theory]
    [MemberData(nameof(Names))]
    public void In_whatever_pieces_a_client_writes_its_frames_are_all_read(ServerProtocol protocol)
    {
        var (begin, greeting, wire) = Protocols[protocol];
        Gen.Select(CarriedBy(wire.Capabilities).Array[1, 20], Gen.Int[1, 40].Array[1, 6]).Sample((sent, pieces) =>
        {
            var conversation = begin();
            var heard = Hear(conversation, [.. Encoding.Latin1.GetBytes(greeting), .. WireTests.Sent(wire, sent)], pieces, out var skipped);
            Assert.Equal(Texts(sent), Texts(heard));
            Assert.Equal(0, skipped);
            Assert.True(conversation.IsListening);
        }, iter: 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_a_server_writes_a_client_reads(ServerProtocol protocol)
    {
        var (begin, greeting, wire) = Protocols[protocol];
        Gen.Select(CarriedBy(begin().Capabilities).Array[1, 20], Gen.Int[1, 40].Array[1, 6]).Sample((sent, pieces) =>
        {
            var conversation = begin();
            Hear(conversation, Encoding.Latin1.GetBytes(greeting), [100], out _);
            var room = new byte[sent.Length * conversation.MaxFrameSize];
            var end = 0;
            foreach (var frame in sent)
            {
                var size = conversation.Write(frame with { Timestamp = DecoderFeed.Now }, room.AsSpan(end));
                Assert.InRange(size, 1, conversation.MaxFrameSize);
                end += size;
            }

            var feed = new DecoderFeed(wire.CreateDecoder).ReceiveInPieces(room[..end], pieces);
            Assert.Equal(Texts(sent), Texts(feed.Frames));
            Assert.All(feed.Frames, frame => Assert.Equal(DecoderFeed.Now, frame.Timestamp));
        }, iter: 200);
    }

    [Fact]
    public void What_a_capture_says_its_readers_read()
    {
        // Linux gives error frames 8 bytes of data, and so do captures.
        var carried = CarriedBy(new PcapngConversation("").Capabilities).Where(frame => !frame.Error || frame.Length == CanData.MaxClassicLength);
        carried.Select(frame => frame with { Timestamp = DecoderFeed.Now }).Array[1, 20].Sample(frames =>
        {
            var conversation = new PcapngConversation("bench");
            var capture = new ArrayBufferWriter<byte>();
            capture.Write(conversation.Answers.Span);
            foreach (var frame in frames)
            {
                capture.Advance(conversation.Write(frame, capture.GetSpan(conversation.MaxFrameSize)[..conversation.MaxFrameSize]));
            }

            using var log = CanLog.Open(new MemoryStream(capture.WrittenSpan.ToArray()), LogFormats.Pcapng);
            var read = log.ReadAll().ToList();
            Assert.Equal(Texts(frames), Texts(read));
            Assert.All(read, frame => Assert.Equal((DecoderFeed.Now, "bench"), (frame.Timestamp, frame.Device)));
        }, iter: 200);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Whatever_a_client_says_each_step_goes_on_and_stays_within(ServerProtocol protocol)
    {
        var (begin, greeting, wire) = Protocols[protocol];
        var words = Gen.OneOf("<", ">", "< open can0 >", "< send ", "t", "\r", "\a", "O\r", "\xF1", "\xE7", "\0\0", "CANNELLONIv1").Select(text => Encoding.Latin1.GetBytes(text));
        var anything = Gen.Frequency((1, Gen.Byte.Array[1, 40]), (2, words), (1, CarriedBy(wire.Capabilities).Select(frame => WireTests.Sent(wire, frame))));
        Gen.Select(Gen.Bool, anything.Array[1, 40], Gen.Int[1, 100].Array[1, 5]).Sample((greets, parts, pieces) =>
        {
            byte[] bytes = [.. greets ? Encoding.Latin1.GetBytes(greeting) : [], .. parts.SelectMany(part => part)];
            Hear(begin(), bytes, pieces, out var skipped);
            Assert.InRange(skipped, 0, bytes.Length);
        }, iter: 300);
    }

    /// <summary>Frames of every kind that one side says it carries.</summary>
    private static Gen<CanFrame> CarriedBy(LinkCapabilities capabilities) => FrameGenerators.AnyFrame.Where(frame => capabilities.Carries(frame, out _));

    /// <summary>Says bytes in pieces of some lengths, again and again, until all is said or the conversation is lost.</summary>
    private static List<CanFrame> Hear(Conversation conversation, byte[] bytes, int[] pieces, out int skipped)
    {
        var frames = new List<CanFrame>();
        byte[] held = [];
        skipped = 0;
        for (int turn = 0, start = 0; start < bytes.Length; turn++)
        {
            var piece = Math.Min(pieces[turn % pieces.Length], bytes.Length - start);
            held = [.. held, .. bytes.AsSpan(start, piece)];
            start += piece;
            CanFrame frame = default;
            while (held.Length > 0 && conversation.EndReason is null)
            {
                var kind = conversation.Hear(held, ref frame, out var length);
                if (kind == MessageKind.Incomplete)
                {
                    Assert.InRange(held.Length, 1, 1024);
                    break;
                }

                Assert.InRange(length, 1, held.Length);
                held = held[length..];
                skipped += kind is MessageKind.Garbage or MessageKind.InvalidFrame or MessageKind.Lost ? length : 0;
                if (kind == MessageKind.Lost)
                {
                    return frames;
                }

                if (kind == MessageKind.Frame)
                {
                    frames.Add(frame);
                    conversation.Answer(frame, accepted: true);
                }
            }
        }

        return frames;
    }

    private static IEnumerable<string> Texts(IEnumerable<CanFrame> frames) => frames.Select(frame => frame.ToShortString());
}
