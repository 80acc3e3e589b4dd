using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Caneth;
using Caneth.Logs;
using Caneth.Parquet;
using Caneth.Signals;
using Caneth.Testing;
using DuckDB.NET.Data;

// Caneth.Lake FOLDER: frames of every kind, written as Parquet, are read by DuckDB cell by cell; what DuckDB writes of them is read back. The
// file and what is in it (drive.json) are left for other readers.
const int Count = 200_000;

var folder = args[0];
LogFormats.Add(new ParquetFormat());
var file = Path.Combine(folder, "drive.parquet");
var frames = AnyFrame.Make(Count).Select((frame, index) => frame with { Timestamp = new(frame.Timestamp.Nanoseconds + index % 1000) }).ToArray();
using (var writer = CanLog.Create(file))
{
    writer.Write(frames);
}

using var database = new DuckDBConnection("DataSource=:memory:");
database.Open();
Compare();
ReadBack("zstd", "COMPRESSION zstd");
ReadBack("snappy", "COMPRESSION snappy, ROW_GROUP_SIZE 5000");
ReadBack("v2", "COMPRESSION gzip, PARQUET_VERSION v2");
CompareTable();
File.WriteAllText(Path.Combine(folder, "drive.json"), JsonSerializer.Serialize(new
{
    count = frames.Length,
    sums = Columns().ToDictionary(column => column.Key, column => Enumerable.Range(0, Count).Aggregate(BigInteger.Zero, (sum, row) => sum + column.Value(row)).ToString(CultureInfo.InvariantCulture)),
}));
Console.WriteLine($"same      DuckDB {database.ServerVersion}: {Count:N0} frames, cell by cell, and back");

// What each cell must be, told by the frames alone.
Dictionary<string, Func<int, BigInteger>> Columns()
{
    var columns = new Dictionary<string, Func<int, BigInteger>>
    {
        ["t"] = row => frames[row].Timestamp.Nanoseconds,
        ["seq"] = row => row,
        ["channel"] = row => frames[row].Device == frames[0].Device ? 0 : 1,
        ["id"] = row => frames[row].Id,
        ["flags"] = row => FlagsOf(frames[row]),
        ["dlc"] = row => frames[row].Dlc,
    };
    for (var place = 0; place < CanData.MaxLength; place += 8)
    {
        var from = place;
        columns[place == 0 ? "data" : $"data{place}"] = row => new(frames[row].Data.ToArray().Skip(from).Take(8).ToArray(), isUnsigned: true);
    }

    return columns;
}

void Compare()
{
    var columns = Columns();
    using var command = database.CreateCommand();
    command.CommandText = $"select epoch_ns(t), {string.Join(", ", columns.Keys.Skip(1))} from '{file}' order by seq";
    using var reader = command.ExecuteReader();
    var row = 0;
    for (; reader.Read(); row++)
    {
        var column = 0;
        foreach (var (name, expected) in columns)
        {
            var isEmpty = reader.IsDBNull(column);
            var value = isEmpty ? 0 : BigInteger.Parse(Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture);
            Require(value == expected(row) && isEmpty == (column > 6 && frames[row].Data.Count <= 8 * (column - 6)), $"row {row}, {name}: {value} instead of {expected(row)}");
            column++;
        }
    }

    Require(row == Count, $"{row} rows instead of {Count}");
    Require($"{Scalar($"select typeof(t) from '{file}' limit 1")}" == "TIMESTAMP_NS", "The time has no nanoseconds.");
}

void ReadBack(string name, string options)
{
    var copy = Path.Combine(folder, $"{name}.parquet");
    _ = Scalar($"copy (select * from '{file}' order by seq) to '{copy}' (FORMAT parquet, {options})");
    using var reader = CanLog.Open(copy);
    var back = reader.ReadAll().Select(frame => frame with { Device = frame.Device == "0" ? frames[0].Device : frames.First(other => other.Device != frames[0].Device).Device });
    Require(back.SequenceEqual(frames) && reader.MalformedCount == 0, $"What DuckDB wrote ({options}) does not come back.");
}

// A table of signals: what the codec says of each frame is what DuckDB reads, and what is not there is empty.
void CompareTable()
{
    var message = CanDatabase.Parse("""
        BO_ 291 Engine: 8 X
         SG_ Speed : 0|16@1+ (0.25,0) [0|0] "rpm" X
         SG_ Channel : 16|8@1- (1,-40) [0|0] "degC" X
         SG_ Page M : 24|8@1+ (1,0) [0|0] "" X
         SG_ Torque m1 : 32|16@1+ (0.1,-100) [0|0] "Nm" X
        """u8, "engine").Messages[0];
    var table = Path.Combine(folder, "engine.parquet");
    var expected = frames.Where(frame => frame.Data.Count > 0).Select(frame => (frame.Timestamp.Nanoseconds, Values: new double[message.Codec.Count], Frame: frame)).ToArray();
    using (var stream = File.Create(table))
    {
        var rows = new ParquetSignalTables().Begin(message, stream);
        foreach (var (_, values, frame) in expected)
        {
            _ = message.Codec.Decode(frame, values);
            rows.Write(frame.Timestamp, frame.Device, values);
        }

        rows.Complete();
    }

    using var command = database.CreateCommand();
    command.CommandText = $"select epoch_ns(t), Speed, Channel_, Page, Torque from '{table}'";
    using var reader = command.ExecuteReader();
    foreach (var (time, values, _) in expected)
    {
        Require(reader.Read() && reader.GetInt64(0) == time, "A row of the table is missing.");
        for (var signal = 0; signal < values.Length; signal++)
        {
            Require(reader.IsDBNull(signal + 1) ? double.IsNaN(values[signal]) : reader.GetDouble(signal + 1) == values[signal], $"Signal {signal} at {time} is another.");
        }
    }

    Require(!reader.Read(), "The table has more rows.");
}

object? Scalar(string query)
{
    using DbCommand command = database.CreateCommand();
    command.CommandText = query;
    return command.ExecuteScalar();
}

static int FlagsOf(in CanFrame frame) => (frame.Extended ? 1 : 0) | (frame.Remote ? 2 : 0) | (frame.Error ? 4 : 0) | (frame.Fd ? 8 : 0)
    | (frame.BitRateSwitch ? 16 : 0) | (frame.ErrorState ? 32 : 0) | (frame.Transmitted ? 64 : 0);

static void Require(bool holds, string what)
{
    if (!holds)
    {
        throw new InvalidOperationException(what);
    }
}
