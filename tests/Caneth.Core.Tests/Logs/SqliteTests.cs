using System.Buffers.Binary;
using System.IO.Compression;
using Caneth.Logs;

namespace Caneth.Tests.Logs;

/// <summary>Databases as python-can writes them with SQLite: 2,000 frames on pages of 512 bytes, made by SQLite 3.40.</summary>
public sealed class SqliteTests : IDisposable
{
    private const int Count = 2000;
    private const int PageSize = 512;
    private const int SqliteHeaderLength = 100;

    private static readonly string Sample = Checkout.At("tests", "Caneth.Core.Tests", "Logs", "python-can.db.gz");

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Each_frame_of_a_database_is_read_as_it_was_logged()
    {
        using var reader = CanLog.Open(Write(Database()));
        Assert.Same(LogFormats.Sqlite, reader.Format);
        Assert.Equal(Enumerable.Range(0, Count).Select(Logged), reader.ReadAll());
        Assert.Equal((Count, 0), (reader.FramesRead, reader.MalformedCount));
        Assert.Empty(reader.Losses);
        Assert.Equal(0, reader.SkipTo(Timestamp.Parse("2100-01-01T00:00:00Z")));
    }

    [Fact]
    public void A_packed_one_and_a_stream_are_read_too()
    {
        using var packed = CanLog.Open(Sample);
        Assert.Equal(Enumerable.Range(0, Count).Select(Logged), packed.ReadAll());
        using var stream = CanLog.Open(new GZipStream(File.OpenRead(Sample), CompressionMode.Decompress), LogFormats.Sqlite);
        Assert.Equal(Count, stream.ReadAll().Count());
    }

    [Fact]
    public void A_database_without_frames_says_which_tables_it_has()
    {
        var database = Database();
        Replace(database, "arbitration_id"u8, "arbitration_no"u8);
        var failure = Assert.Throws<InvalidDataException>(() => Read(database, out _));
        Assert.Contains("none of its tables (other, messages) has the columns ts, arbitration_id and data", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_table_with_such_columns_is_read_where_none_has_the_usual_name()
    {
        var database = Database();
        Replace(database, "tablemessages"u8, "tablemassages"u8);
        Assert.Equal(Count, Read(database, out _).Length);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public void What_lies_beside_a_database_and_is_not_read_is_told(string ending)
    {
        var path = Write(Database());
        File.WriteAllText(path + ending, "not empty");
        var told = new List<MalformedEntry>();
        using var reader = CanLog.Open(path, new() { OnMalformed = told.Add });
        Assert.Equal(Count, reader.ReadAll().Count());
        Assert.Contains($"'drive.db{ending}'", Assert.Single(told).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_whose_table_is_still_in_the_file_beside_it_says_so()
    {
        // As SQLite leaves it after the first rows with PRAGMA journal_mode=WAL: the first page has an empty list of tables.
        var database = Database()[..PageSize];
        database.AsSpan(SqliteHeaderLength + 3, 2).Clear();
        var path = Write(database);
        File.WriteAllText(path + "-wal", "not empty");
        using var reader = CanLog.Open(path);
        var failure = Assert.Throws<InvalidDataException>(() => reader.ReadAll().Count());
        Assert.Contains("none of its tables (it has none)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("beside it lies 'drive.db-wal': what was written last is in there", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_that_is_damaged_costs_its_frames_and_is_told()
    {
        var database = Database();
        var leaf = Enumerable.Range(20, database.Length / PageSize - 20).First(page => database[page * PageSize] == 0x0D);
        database.AsSpan(leaf * PageSize, PageSize).Fill(0xEE);
        var frames = Read(database, out var told);
        Assert.InRange(frames.Length, Count - 30, Count - 1);
        Assert.Equal(leaf * PageSize, Assert.Single(told).Offset);
    }

    [Fact]
    public void Of_one_that_is_cut_off_the_pages_that_are_there_are_read()
    {
        var database = Database();
        var frames = Read(database[..(database.Length / 2)], out var told);
        Assert.InRange(frames.Length, 1, Count);
        Assert.NotEmpty(told);
        Assert.Contains("is missing", told[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_damaged_reading_ends_with_frames_or_an_error_that_says_so()
    {
        var database = Database();
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var damaged = database.ToArray();
            for (var flips = random.Next(1, 20); flips > 0; flips--)
            {
                damaged[random.Next(round % 2 == 0 ? damaged.Length : PageSize * 4)] = (byte)random.Next(256);
            }

            try
            {
                Assert.InRange(Read(damaged, out _).Length, 0, Count * 2);
            }
            catch (InvalidDataException)
            {
                // As it should be.
            }
        }
    }

    [Fact]
    public void Pages_that_lead_in_a_circle_are_found()
    {
        var database = Database();
        var roots = Enumerable.Range(1, database.Length / PageSize - 1).Where(page => database[page * PageSize] == 0x05).ToArray();
        foreach (var page in roots)
        {
            // The rightmost page of each interior one is itself.
            BinaryPrimitives.WriteUInt32BigEndian(database.AsSpan(page * PageSize + 8), (uint)page + 1);
        }

        _ = Read(database, out var told);
        Assert.Contains("circle", told[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_rows_that_go_on_in_the_same_pages_are_found()
    {
        // In each page of rows all are the last one, which is said to have a mebibyte, and goes on in a page that goes on in itself.
        var database = Database();
        var pageCount = database.Length / PageSize;
        for (var page = 1; page < pageCount; page++)
        {
            var bytes = database.AsSpan(page * PageSize, PageSize);
            if (bytes[0] != 0x0D)
            {
                continue;
            }

            var rows = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]);
            var last = BinaryPrimitives.ReadUInt16BigEndian(bytes[(8 + (rows - 1) * 2)..]);
            for (var row = 0; row < rows; row++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes[(8 + row * 2)..], last);
            }

            ((byte[])[0xC0, 0x80, 0x00, 1]).CopyTo(bytes[last..]);
            BinaryPrimitives.WriteInt32BigEndian(bytes[(last + 4 + 64)..], pageCount);
        }

        BinaryPrimitives.WriteInt32BigEndian(database.AsSpan((pageCount - 1) * PageSize), pageCount);
        Assert.Empty(Read(database, out var told));
        Assert.Contains("circle", told[^1].Reason, StringComparison.Ordinal);
        Assert.InRange(told.Count, 1, 10);
    }

    [Fact]
    public void It_is_not_written_and_nothing_of_what_is_there_is_changed()
    {
        var database = Database();
        var path = Write(database);
        Assert.False(LogFormats.Sqlite.CanWrite);
        Assert.Contains("is read and not written", Assert.Throws<NotSupportedException>(() => CanLog.Create(path)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => CanLog.Create(new MemoryStream(), LogFormats.Sqlite));
        Assert.Equal(database, File.ReadAllBytes(path));
    }

    // What the sample was made of.
    private static CanFrame Logged(int number)
    {
        var time = new Timestamp(1_700_000_000_000_000_000 + number * (number % 5 == 0 ? 1_000_000_000L : 1_000_000L));
        return (number % 7, number % 70) switch
        {
            (3, _) => new(0x18DA10F1, DataOf(8, place => number + place), 8, FrameFlags.Extended, time, null),
            (5, _) => new(0x123, default, 4, FrameFlags.Remote, time, null),
            (6, _) => new(0x321, DataOf(64, place => number * 3 + place), 15, FrameFlags.Fd, time, null),
            (_, 1) => new(0x80, default, 0, FrameFlags.Error, time, null),
            _ => new(0x100u + (uint)(number % 256), DataOf(number % 9, _ => number), number % 9, 0, time, null),
        };
    }

    private static CanData DataOf(int length, Func<int, int> valueAt) => new([.. Enumerable.Range(0, length).Select(place => (byte)valueAt(place))]);

    private static byte[] Database()
    {
        using var packed = new GZipStream(File.OpenRead(Sample), CompressionMode.Decompress);
        using var database = new MemoryStream();
        packed.CopyTo(database);
        return database.ToArray();
    }

    private static void Replace(byte[] database, ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) =>
        other.CopyTo(database.AsSpan(database.AsSpan().IndexOf(text)));

    private static CanFrame[] Read(byte[] database, out List<MalformedEntry> told)
    {
        var entries = told = [];
        using var reader = CanLog.Open(new MemoryStream(database), LogFormats.Sqlite, new() { OnMalformed = entries.Add });
        return [.. reader.ReadAll()];
    }

    private string Write(byte[] database)
    {
        var path = folder.Of("drive.db");
        File.WriteAllBytes(path, database);
        return path;
    }
}
