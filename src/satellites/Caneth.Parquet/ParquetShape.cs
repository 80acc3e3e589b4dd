using static Caneth.Parquet.ThriftKind;

namespace Caneth.Parquet;

/// <summary>What the fields of a file's directory and of its pages' headers are, by Parquet's own definition.</summary>
/// <remarks>
/// The library takes each field that it knows for what it should be, whatever the file says that it is. The definition:
/// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift.
/// </remarks>
internal static class ParquetShape
{
    private static readonly ThriftShape KeyValue = new ThriftShape().With(Binary, 1, 2);
    private static readonly ThriftShape Empty = new();
    private static readonly ThriftShape Unit = new ThriftShape().With(Empty, 1, 2, 3);
    private static readonly ThriftShape TimeType = new ThriftShape().With(True, 1).With(Unit, 2);
    private static readonly ThriftShape IntegerType = new ThriftShape().With(I8, 1).With(True, 2);
    private static readonly ThriftShape DecimalType = new ThriftShape().With(I32, 1, 2);
    private static readonly ThriftShape VariantType = new ThriftShape().With(I8, 1);
    private static readonly ThriftShape GeometryType = new ThriftShape().With(Binary, 1);
    private static readonly ThriftShape GeographyType = new ThriftShape().With(Binary, 1).With(I32, 2);

    private static readonly ThriftShape LogicalType = new ThriftShape()
        .With(Empty, 1, 2, 3, 4, 6, 11, 12, 13, 14, 15).With(DecimalType, 5).With(TimeType, 7, 8).With(IntegerType, 10)
        .With(VariantType, 16).With(GeometryType, 17).With(GeographyType, 18);

    private static readonly ThriftShape SchemaElement = new ThriftShape()
        .With(I32, 1, 2, 3, 5, 6, 7, 8, 9).With(Binary, 4).With(LogicalType, 10);

    private static readonly ThriftShape Statistics = new ThriftShape().With(Binary, 1, 2, 5, 6).With(I64, 3, 4).With(True, 7, 8);

    private static readonly ThriftShape SizeStatistics = new ThriftShape().With(I64, 1).WithList(2, I64).WithList(3, I64);

    private static readonly ThriftShape Box = new ThriftShape().With(ThriftKind.Double, 1, 2, 3, 4, 5, 6, 7, 8);

    private static readonly ThriftShape GeospatialStatistics = new ThriftShape().With(Box, 1).WithList(2, I32);

    private static readonly ThriftShape PageEncodings = new ThriftShape().With(I32, 1, 2, 3);

    private static readonly ThriftShape ColumnContent = new ThriftShape()
        .With(I32, 1, 4, 15).WithList(2, I32).WithList(3, Binary).With(I64, 5, 6, 7, 9, 10, 11, 14).WithList(8, KeyValue)
        .With(Statistics, 12).WithList(13, PageEncodings).With(SizeStatistics, 16).With(GeospatialStatistics, 17);

    private static readonly ThriftShape KeyOfColumn = new ThriftShape().WithList(1, Binary).With(Binary, 2);

    private static readonly ThriftShape ColumnEncryption = new ThriftShape().With(Empty, 1).With(KeyOfColumn, 2);

    private static readonly ThriftShape Column = new ThriftShape()
        .With(Binary, 1, 9).With(I64, 2, 4, 6).With(ColumnContent, 3).With(I32, 5, 7).With(ColumnEncryption, 8);

    private static readonly ThriftShape Sorting = new ThriftShape().With(I32, 1).With(True, 2, 3);

    private static readonly ThriftShape RowGroup = new ThriftShape()
        .WithList(1, Column).With(I64, 2, 3, 5, 6).WithList(4, Sorting).With(I16, 7);

    private static readonly ThriftShape Order = new ThriftShape().With(Empty, 1);

    private static readonly ThriftShape Cipher = new ThriftShape().With(Binary, 1, 2).With(True, 3);

    private static readonly ThriftShape Encryption = new ThriftShape().With(Cipher, 1, 2);

    private static readonly ThriftShape DataPage = new ThriftShape()
        .With(I32, 1, 3, 4).Asking(2, PageNumbers.Encoding).With(Statistics, 5);

    private static readonly ThriftShape DictionaryPage = new ThriftShape().With(I32, 1, 2).With(True, 3);

    private static readonly ThriftShape DataPage2 = new ThriftShape()
        .With(I32, 1, 2, 3, 5, 6).Asking(4, PageNumbers.Encoding2).With(True, 7).With(Statistics, 8);

    /// <summary>The directory of a file.</summary>
    public static ThriftShape Directory { get; } = new ThriftShape()
        .With(I32, 1).WithList(2, SchemaElement).With(I64, 3).WithList(4, RowGroup).WithList(5, KeyValue).With(Binary, 6, 9)
        .WithList(7, Order).With(Encryption, 8);

    /// <summary>The header of a page; asks for <see cref="PageNumbers"/>.</summary>
    public static ThriftShape Page { get; } = new ThriftShape()
        .With(I32, 1, 4).Asking(2, PageNumbers.UncompressedSize).Asking(3, PageNumbers.CompressedSize).With(DataPage, 5).With(Empty, 6).With(DictionaryPage, 7).With(DataPage2, 8);
}
