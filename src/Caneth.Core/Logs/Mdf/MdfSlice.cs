namespace Caneth.Logs.Mdf;

/// <summary>Some bytes of a file as a stream.</summary>
/// <param name="file">The file.</param>
/// <param name="from">Where they begin.</param>
/// <param name="length">How many they are.</param>
internal sealed class MdfSlice(MdfFile file, long from, long length) : ReadOnlyStream
{
    private long taken;

    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(from + taken, buffer[..(int)Math.Min(buffer.Length, length - taken)]);
        taken += count;
        return count;
    }
}
