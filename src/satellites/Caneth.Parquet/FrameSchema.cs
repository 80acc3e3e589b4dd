using Parquet;
using Parquet.Schema;

namespace Caneth.Parquet;

/// <summary>The columns of a log: their names, their types, and how they are packed.</summary>
/// <remarks>
/// All of them are numbers: to write byte arrays takes the library about eighty times as long. The first eight bytes of a frame are one
/// number, the first byte in its lowest place; the longer data of CAN FD goes on in seven more, which are empty in all other rows and then
/// take no room.
/// </remarks>
internal static class FrameSchema
{
    public const string Time = "t";
    public const string Sequence = "seq";
    public const string Channel = "channel";
    public const string Id = "id";
    public const string Flags = "flags";
    public const string Dlc = "dlc";
    public const string Data = "data";

    /// <summary>The rest of long data, eight bytes each, called by the place of the first of them.</summary>
    public static readonly string[] LongData = [.. Enumerable.Range(1, CanData.MaxLength / sizeof(ulong) - 1).Select(word => $"{Data}{word * sizeof(ulong)}")];

    /// <summary>What a file says of times: timestamps in nanoseconds, which readers take for UTC or leave as they are.</summary>
    /// <remarks>Of those that are "adjusted to UTC", DuckDB keeps microseconds only.</remarks>
    public static DataField TimeOfFile() =>
        new DateTimeDataField(Time, DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Nanos);

    /// <summary>What the file of a log says.</summary>
    public static ParquetSchema OfFile() => Of(TimeOfFile());

    /// <summary>What is handed to the library: the time is a number, since a <see cref="DateTime"/> has no nanoseconds.</summary>
    public static ParquetSchema OfMemory() => Of(new DataField<long>(Time));

    /// <summary>Times grow by little, and the same place of the numbers of neighbouring rows is often the same.</summary>
    /// <param name="numbers">The columns of floating-point numbers. DuckDB reads no others byte by byte, so the data of frames are plain.</param>
    public static ParquetOptions Options(params IEnumerable<string> numbers)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = System.IO.Compression.CompressionLevel.Fastest };
        options.ColumnEncodingHints[Time] = EncodingHint.DeltaBinaryPacked;
        options.ColumnEncodingHints[Sequence] = EncodingHint.DeltaBinaryPacked;
        foreach (var name in numbers)
        {
            options.ColumnEncodingHints[name] = EncodingHint.ByteSplitStream;
        }

        return options;
    }

    private static ParquetSchema Of(DataField time) => new(
    [
        time,
        new DataField<long>(Sequence),
        new DataField<ushort>(Channel),
        new DataField<uint>(Id),
        new DataField<byte>(Flags),
        new DataField<byte>(Dlc),
        new DataField<ulong>(Data),
        .. LongData.Select(name => new DataField<ulong>(name, nullable: true)),
    ]);
}
