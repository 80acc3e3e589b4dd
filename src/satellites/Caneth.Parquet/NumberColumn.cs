using System.Buffers;
using System.Numerics;
using Parquet;
using Parquet.Schema;
using PhysicalType = Parquet.Meta.Type;

namespace Caneth.Parquet;

/// <summary>A column of whole numbers, whatever their width and whether or not cells may be empty: other programs write other ones.</summary>
internal sealed class NumberColumn
{
    private readonly DataField field;
    private readonly Func<ParquetRowGroupReader, DirectStream, Memory<long>, long> read;

    private NumberColumn(DataField field, Func<DataField, ParquetRowGroupReader, DirectStream, Memory<long>, long> read)
    {
        // The library looks at fields of schemas only.
        this.field = new ParquetSchema(field).DataFields[0];
        this.read = (group, content, destination) => read(this.field, group, content, destination);
    }

    /// <summary>Finds a column.</summary>
    /// <param name="schema">The columns of the file.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The column; null where there is none.</returns>
    /// <exception cref="InvalidDataException">It holds something else than whole numbers.</exception>
    public static NumberColumn? Find(ParquetSchema schema, string name) =>
        schema.DataFields.FirstOrDefault(field => field.Path.ToString() == name) is not { } found ? null
        : found is { IsArray: false, MaxRepetitionLevel: 0 } ? Of(found)
        : throw Wrong(found);

    /// <summary>Reads the numbers of a row group.</summary>
    /// <param name="group">The row group.</param>
    /// <param name="content">What it is read from.</param>
    /// <param name="destination">Room for each row; an empty cell is 0.</param>
    /// <returns>How many cells were empty.</returns>
    public long Read(ParquetRowGroupReader group, DirectStream content, Memory<long> destination) => read(group, content, destination);

    /// <summary>The largest number of a row group, as the file says; null where it does not.</summary>
    public long? LargestOf(ParquetRowGroupReader group) =>
        group.GetMetadata(field)?.MetaData?.Statistics is { MaxValue: { Length: sizeof(long) } largest } ? BitConverter.ToInt64(largest) : null;

    private static NumberColumn Of(DataField found)
    {
        var type = found.ClrType == typeof(DateTime) && found.SchemaElement?.Type == PhysicalType.INT64 ? typeof(long) : found.ClrType;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Byte => Of<byte>(found),
            TypeCode.SByte => Of<sbyte>(found),
            TypeCode.Int16 => Of<short>(found),
            TypeCode.UInt16 => Of<ushort>(found),
            TypeCode.Int32 => Of<int>(found),
            TypeCode.UInt32 => Of<uint>(found),
            TypeCode.Int64 => Of<long>(found),
            TypeCode.UInt64 => Of<ulong>(found),
            _ => throw Wrong(found),
        };
    }

    private static NumberColumn Of<T>(DataField found)
        where T : struct, IBinaryInteger<T> => new(new DataField<T>(found.Name, found.IsNullable), Read<T>);

    private static long Read<T>(DataField field, ParquetRowGroupReader group, DirectStream content, Memory<long> destination)
        where T : struct, IBinaryInteger<T>
    {
        var count = destination.Length;
        if (group.GetMetadata(field)?.MetaData is not { } column || column.NumValues != count)
        {
            throw new InvalidDataException($"The column '{field.Name}' does not have a value for each row.");
        }

        if (count == 0)
        {
            return 0;
        }

        var numbers = ArrayPool<T>.Shared.Rent(count);
        var levels = field.IsNullable ? ArrayPool<int>.Shared.Rent(count) : null;
        try
        {
            // What was in them before is nobody's business, however damaged the file is.
            numbers.AsSpan(0, count).Clear();
            levels?.AsSpan(0, count).Clear();
            var there = levels is null ? (Memory<int>?)null : levels.AsMemory(0, count);
            content.End = ColumnPages.Check(content, column);
            group.ReadRawAsync(field, numbers.AsMemory(0, count), there, null).AsTask().GetAwaiter().GetResult();
            return Spread(numbers, levels, destination.Span);
        }
        finally
        {
            content.End = null;
            ArrayPool<T>.Shared.Return(numbers);
            if (levels is not null)
            {
                ArrayPool<int>.Shared.Return(levels);
            }
        }
    }

    /// <summary>Puts the numbers that there are into the rows whose cells are not empty.</summary>
    private static long Spread<T>(ReadOnlySpan<T> numbers, int[]? levels, Span<long> rows)
        where T : struct, IBinaryInteger<T>
    {
        var taken = 0;
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = levels is null || levels[row] > 0 ? long.CreateTruncating(numbers[taken++]) : 0;
        }

        return rows.Length - taken;
    }

    private static InvalidDataException Wrong(DataField found) => new($"Its column '{found.Name}' does not hold whole numbers.");
}
