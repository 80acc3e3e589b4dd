using System.Buffers.Binary;

namespace Caneth.Logs.Sqlite;

/// <summary>Reads the values of a row, one after another.</summary>
internal ref struct SqliteRecord
{
    private readonly bool isWhole;
    private ReadOnlySpan<byte> types;
    private ReadOnlySpan<byte> values;

    /// <summary>A row.</summary>
    /// <param name="bytes">Its bytes: what kinds its values have, and then the values.</param>
    public SqliteRecord(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        isWhole = SqliteNumber.TryTake(ref rest, out var length) && length >= bytes.Length - rest.Length && length <= bytes.Length;
        if (isWhole)
        {
            types = bytes[(bytes.Length - rest.Length)..(int)length];
            values = bytes[(int)length..];
        }
    }

    /// <summary>Reads the next value.</summary>
    /// <param name="value">The value; <see cref="SqliteValueKind.Null"/> after the last, as of columns that were added to a table later.</param>
    /// <returns>Whether it could be read.</returns>
    public bool TryRead(out SqliteValue value)
    {
        value = default;
        if (!isWhole)
        {
            return false;
        }

        if (types.IsEmpty)
        {
            return true;
        }

        if (!SqliteNumber.TryTake(ref types, out var type))
        {
            return false;
        }

        if (type is 0 or 8 or 9)
        {
            value = type == 0 ? default : new(type - 8);
            return true;
        }

        var length = type switch
        {
            >= 1 and <= 4 => type,
            5 => 6,
            6 or 7 => sizeof(long),
            >= 12 => (type - 12) / 2,
            _ => -1,
        };
        if (length < 0 || length > values.Length)
        {
            return false;
        }

        var bytes = values[..(int)length];
        values = values[(int)length..];
        value = type switch
        {
            7 => new(BinaryPrimitives.ReadDoubleBigEndian(bytes)),
            < 7 => new(IntegerOf(bytes)),
            _ => new(bytes, isText: type % 2 == 1),
        };
        return true;
    }

    private static long IntegerOf(ReadOnlySpan<byte> bytes)
    {
        long number = (sbyte)bytes[0];
        foreach (var part in bytes[1..])
        {
            number = number << 8 | part;
        }

        return number;
    }
}
