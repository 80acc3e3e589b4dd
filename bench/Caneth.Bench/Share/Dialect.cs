using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Caneth.Servers;

namespace Caneth.Bench;

/// <summary>
/// How another program speaks with a server: written here anew, byte by byte, so that what the server writes is not read by its own author. For frames of
/// 11-bit ids with 8 bytes of data.
/// </summary>
internal abstract class Dialect
{
    /// <summary>What it is called.</summary>
    public abstract ServerProtocol Protocol { get; }

    /// <summary>What the client says first.</summary>
    public virtual string Greeting => "";

    /// <summary>What it hears then, before any frame.</summary>
    public virtual string Answer => "";

    /// <summary>One for each protocol.</summary>
    public static IReadOnlyList<Dialect> All { get; } = [new GatewayDialect(), new SocketcandDialect(), new SlcanDialect(), new CannelloniDialect(), new GvretDialect()];

    /// <summary>Writes a frame.</summary>
    public abstract byte[] Write(uint id, ulong data);

    /// <summary>Reads what is next.</summary>
    /// <param name="bytes">At least 1 byte.</param>
    /// <param name="id">The id, where it is a frame.</param>
    /// <param name="data">Its data.</param>
    /// <returns>How many bytes it has, negative where it is no frame; 0 where its rest has not come.</returns>
    public abstract int Read(ReadOnlySpan<byte> bytes, out uint id, out ulong data);

    private static ulong Hex(ReadOnlySpan<byte> digits) => ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>Frames of one length, with the data as they are on the bus.</summary>
    private abstract class FixedDialect : Dialect
    {
        protected abstract int Size { get; }

        protected abstract int DataPlace { get; }

        public override int Read(ReadOnlySpan<byte> bytes, out uint id, out ulong data)
        {
            if (bytes.Length < Size)
            {
                (id, data) = (0, 0);
                return 0;
            }

            id = IdOf(bytes);
            data = BinaryPrimitives.ReadUInt64BigEndian(bytes[DataPlace..]);
            return Size;
        }

        protected abstract uint IdOf(ReadOnlySpan<byte> bytes);
    }

    private sealed class GatewayDialect : FixedDialect
    {
        public override ServerProtocol Protocol => ServerProtocol.Gateway;

        protected override int Size => 13;

        protected override int DataPlace => 5;

        public override byte[] Write(uint id, ulong data)
        {
            var bytes = new byte[Size];
            bytes[0] = 8;
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), id);
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(DataPlace), data);
            return bytes;
        }

        protected override uint IdOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
    }

    private sealed class SocketcandDialect : Dialect
    {
        public override ServerProtocol Protocol => ServerProtocol.Socketcand;

        public override string Greeting => "< open can0 >< rawmode >";

        public override string Answer => "< hi >< ok >< ok >";

        public override byte[] Write(uint id, ulong data) =>
            Text($"< send {id:X3} 8 {string.Join(' ', BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(data)).Select(value => $"{value:X}"))} >");

        public override int Read(ReadOnlySpan<byte> bytes, out uint id, out ulong data)
        {
            (id, data) = (0, 0);
            var length = bytes.IndexOf((byte)'>') + 1;
            if (length == 0)
            {
                return 0;
            }

            var words = bytes["< frame ".Length..(length - " >".Length)];
            id = (uint)Hex(words[..words.IndexOf((byte)' ')]);
            data = Hex(words[(words.LastIndexOf((byte)' ') + 1)..]);
            return length;
        }
    }

    private sealed class SlcanDialect : Dialect
    {
        public override ServerProtocol Protocol => ServerProtocol.Slcan;

        public override string Greeting => "C\rS8\rO\r";

        public override string Answer => "\r\r\r";

        public override byte[] Write(uint id, ulong data) => Text($"t{id:X3}8{data:X16}\r");

        public override int Read(ReadOnlySpan<byte> bytes, out uint id, out ulong data)
        {
            (id, data) = (0, 0);
            var length = bytes.IndexOf((byte)'\r') + 1;
            if (length == 0 || bytes[0] != (byte)'t')
            {
                return -length;
            }

            id = (uint)Hex(bytes[1..4]);
            data = Hex(bytes[5..21]);
            return length;
        }
    }

    private sealed class CannelloniDialect : FixedDialect
    {
        public override ServerProtocol Protocol => ServerProtocol.Cannelloni;

        public override string Greeting => "CANNELLONIv1";

        public override string Answer => Greeting;

        protected override int Size => 13;

        protected override int DataPlace => 5;

        public override byte[] Write(uint id, ulong data)
        {
            var bytes = new byte[Size];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, id);
            bytes[4] = 8;
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(DataPlace), data);
            return bytes;
        }

        protected override uint IdOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private sealed class GvretDialect : FixedDialect
    {
        private const byte Mark = 0xF1;

        public override ServerProtocol Protocol => ServerProtocol.Gvret;

        public override string Greeting => "\xE7\xE7\xF1\x09";

        public override string Answer => "\xF1\x09\xDE\xAD";

        protected override int Size => 20;

        protected override int DataPlace => 11;

        public override byte[] Write(uint id, ulong data)
        {
            var bytes = new byte[17];
            bytes[0] = Mark;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(2), id);
            bytes[7] = 8;
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), data);
            return bytes;
        }

        protected override uint IdOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[6..]);
    }
}
