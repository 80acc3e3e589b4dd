#!/usr/bin/env dotnet
// Asks recordings in Parquet how often each id came, without a server and without an installed DuckDB:
//
//     Start-CanRecording lake/drive.parquet        # in PowerShell, with a device connected; Stop-CanRecording ends it
//     dotnet run query-recordings.cs lake
//     dotnet run query-recordings.cs lake "select gateway, date, count(*) as frames from frames group by all"
//
// The library comes from NuGet, for this run alone. `frames` is every row of every file below the folder; about_CanParquet has the columns.
#:package DuckDB.NET.Data.Full@1.5.6.1
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false

using System.Diagnostics;
using DuckDB.NET.Data;

if (args is not [var folder, .. var queries])
{
    Console.Error.WriteLine("Usage: dotnet run query-recordings.cs FOLDER [QUERY ...]");
    return 2;
}

const string Rates = """
    select gateway, printf('%X', id) as id, count(*) as frames, round(count(*) / nullif(epoch(max(t)) - epoch(min(t)), 0), 1) as per_second,
        round(max(gap), 1) as longest_gap_ms
    from (select *, (epoch_ns(t) - lag(epoch_ns(t)) over (partition by gateway, channel, id order by t, seq)) / 1e6 as gap from frames)
    group by all order by frames desc limit 20
    """;

using var database = new DuckDBConnection("DataSource=:memory:");
database.Open();
using (var command = database.CreateCommand())
{
    var files = Path.Combine(folder, "**", "*.parquet").Replace("'", "''");
    command.CommandText = $"create view frames as select * from read_parquet('{files}', hive_partitioning = true)";
    command.ExecuteNonQuery();
}

foreach (var query in queries is [] ? [Rates] : queries)
{
    Show(query);
}

return 0;

void Show(string query)
{
    var clock = Stopwatch.StartNew();
    using var command = database.CreateCommand();
    command.CommandText = query;
    using var reader = command.ExecuteReader();
    var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
    List<string[]> rows = [[.. columns.Select(reader.GetName)]];
    while (reader.Read())
    {
        rows.Add([.. columns.Select(column => reader.IsDBNull(column) ? "" : $"{reader.GetValue(column)}")]);
    }

    var widths = columns.Select(column => rows.Max(row => row[column].Length)).ToArray();
    foreach (var row in rows)
    {
        Console.WriteLine(string.Join("  ", columns.Select(column => row[column].PadRight(widths[column]))).TrimEnd());
    }

    Console.Error.WriteLine($"{rows.Count - 1} rows in {clock.ElapsedMilliseconds} ms");
}
