using Parquet.Schema;

namespace Caneth.Parquet;

/// <summary>What one step of the times of a file is.</summary>
/// <param name="nanoseconds">How many nanoseconds.</param>
internal readonly struct TimeUnit(long nanoseconds)
{
    /// <summary>The unit of a column: other programs write milliseconds and microseconds too; a plain number counts as nanoseconds.</summary>
    public static TimeUnit Of(DataField time) => new((time as DateTimeDataField)?.Unit switch
    {
        DateTimeTimeUnit.Millis => 1_000_000,
        DateTimeTimeUnit.Micros => 1_000,
        _ => 1,
    });

    /// <summary>The moment of a time, where it is within the years 1678 to 2262.</summary>
    public bool TryToTimestamp(long time, out Timestamp moment)
    {
        var exact = Math.BigMul(time, nanoseconds, out var low);
        moment = new(low);
        return exact == low >> 63;
    }
}
