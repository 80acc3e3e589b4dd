using Caneth.Logs.Appending;
using Caneth.Logs.Text;

namespace Caneth.Logs.Pcap;

/// <summary>
/// Writes pcapng: an interface for each channel, described before its first frame, and each frame as a packet with its time in nanoseconds.
/// What is appended is a section of its own.
/// </summary>
internal sealed class PcapngWriter : LogWriter
{
    /// <summary>How many interfaces a section has at most; whoever gives each frame a channel of its own must not fill the memory.</summary>
    public const int MostInterfaces = 64 * 1024;

    private const int BufferLength = 128 * 1024;

    // The header of a section, an interface with the longest name, and the longest packet with its comment.
    private const int LongestFrame = 2048;

    private readonly Dictionary<string, (uint Number, string? Loss)> interfaces = [];
    private readonly bool goesOn;
    private string? comment;
    private string? lastDevice;
    private (uint Number, string? Loss)? last;

    public PcapngWriter(LogFormat format, LogOutput output, LogWriteOptions options)
        : base(format, output, options, BufferLength, LongestFrame)
    {
        if (output.AppendTo is { } path)
        {
            var appended = AppendedCapture.Examine(format, output, path, capture => capture is PcapngFile ? null : "it is a pcap, and pcapng would be written");
            output.AppendAt(appended.Point);
            goesOn = appended.HasHeader;
        }
    }

    protected override int FormatHeader(in CanFrame first, Span<byte> destination) => PcapngBlocks.WriteSection(destination);

    protected override int FormatFrame(in CanFrame frame, Span<byte> destination)
    {
        var length = 0;
        if (last is not { } source || !ReferenceEquals(frame.Device, lastDevice))
        {
            length = WriteNewInterface(frame.Device ?? "", destination, out source);
            (lastDevice, last) = (frame.Device, source);
        }

        if (source.Loss is { } loss)
        {
            LossCounter.Add(loss);
        }

        length += PcapngBlocks.WritePacket(destination[length..], source.Number, Time(frame.Timestamp), frame, LossCounter, comment);
        comment = null;
        return length;
    }

    // A packet has its comment in itself.
    protected override int FormatComment(string text, Span<byte> destination)
    {
        comment = text;
        return 0;
    }

    protected override int FormatEnd(Span<byte> destination) => HasBegun || goesOn ? 0 : PcapngBlocks.WriteSection(destination);

    private int WriteNewInterface(string name, Span<byte> destination, out (uint Number, string? Loss) source)
    {
        if (interfaces.TryGetValue(name, out source))
        {
            return 0;
        }

        var length = 0;
        if (interfaces.Count == MostInterfaces)
        {
            interfaces.Clear();
            length = PcapngBlocks.WriteSection(destination);
        }

        var encoded = ChannelNameEncoder.Encode(name, name);
        interfaces[name] = source = ((uint)interfaces.Count, encoded.Loss);
        return length + PcapngBlocks.WriteInterface(destination[length..], encoded.Utf8);
    }

    private ulong Time(Timestamp timestamp)
    {
        if (PcapngBlocks.TimeOf(timestamp) is { } time)
        {
            return time;
        }

        LossCounter.Add("times before 1970, written as its beginning");
        return 0;
    }
}
