using Caneth.Logs;

namespace Caneth.Parquet;

/// <summary>
/// Logs as Parquet: a row a frame, in columns of numbers that DuckDB, Polars, Spark and others query as they are. Nanoseconds and every kind
/// of frame are kept.
/// </summary>
public sealed class ParquetFormat() : LogFormat("parquet", "Apache Parquet", ".parquet")
{
    /// <inheritdoc/>
    public override bool CanReadUnfinished => false;

    /// <inheritdoc/>
    protected override ILogReader OpenReader(LogInput input, LogReadOptions options) => new ParquetLogReader(this, input, options);

    /// <inheritdoc/>
    protected override ILogWriter CreateWriter(LogOutput output, LogWriteOptions options) => new ParquetLogWriter(this, output);
}
