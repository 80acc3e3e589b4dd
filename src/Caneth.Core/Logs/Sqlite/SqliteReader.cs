namespace Caneth.Logs.Sqlite;

/// <summary>Reads the databases of python-can: the rows of its table <c>messages</c>, or of the first that has such columns.</summary>
internal sealed class SqliteReader : LogReader
{
    private const string UsualName = "messages";
    private const int HighestRoot = int.MaxValue;

    private static readonly (string Ending, string Meaning)[] Beside =
    [
        ("-wal", "what was written last is in there and is not read; open the database once with sqlite3, which takes it in"),
        ("-journal", "somebody writes the database now, or was killed in the midst of it; what was changed last may be half there"),
    ];

    private readonly BufferedInput beginning;
    private readonly bool isEmpty;
    private SqlitePages? pages;
    private SqliteTable? table;
    private SqliteFrames? frames;

    public SqliteReader(LogFormat format, LogInput input, LogReadOptions options)
        : base(format, input, options)
    {
        beginning = new BufferedInput(input, Report);
        var signature = beginning.Peek(SqlitePages.Signature.Length);

        // As a recorder leaves it that was ended before the first frame.
        isEmpty = signature.IsEmpty;
        if (!isEmpty && !SqlitePages.Signature.StartsWith(signature))
        {
            throw new InvalidDataException($"{input.DisplayName} is not a log of the format {format.Name} ({format.Description}): it does not begin with "
                + $"'SQLite format 3', but with the bytes {HexBytes.Format(signature)}.");
        }
    }

    public override long BytesRead => IsCopied || pages is null || table is null ? base.BytesRead
        : Math.Min(table.PagesRead * pages.PageSize, BytesTotal ?? long.MaxValue);

    // Which rows lie before a moment, a table without an index does not say.
    public override long SkipTo(Timestamp moment) => 0;

    public override long? GoTo(long place) => null;

    protected override int ReadFrames(Span<CanFrame> destination)
    {
        if (isEmpty)
        {
            return 0;
        }

        Open();
        var count = 0;
        while (count < destination.Length && table!.TryRead(out var row, out var offset))
        {
            var result = frames!.Read(row, out destination[count]);
            if (result.Kind == EntryKind.Frame)
            {
                count++;
            }
            else
            {
                Report(offset, result.Reason);
            }
        }

        FramesRead += count;
        return count;
    }

    private void Open()
    {
        if (table is not null)
        {
            return;
        }

        var content = OpenSeekable(beginning);
        try
        {
            pages = new(content);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"{Input.DisplayName} cannot be read as a database of SQLite: {damage.Message}.", damage);
        }

        var (columns, root) = FindTable(pages);
        frames = new(columns, Options.StartTime, new(LossCounter));
        table = new(pages, root, Report);
        foreach (var notice in WhatIsBeside())
        {
            Report(0, notice);
        }
    }

    /// <summary>Looks in the first table of a database, which lists the others.</summary>
    private (SqliteColumns Columns, uint Root) FindTable(SqlitePages pages)
    {
        var list = new SqliteTable(pages, 1, Report);
        (SqliteColumns Columns, uint Root)? found = null;
        var names = new List<string>();
        while (list.TryRead(out var row, out _))
        {
            // Kind, name, name of the table, page, statement.
            var record = new SqliteRecord(row);
            if (!record.TryRead(out var kind) || !record.TryRead(out var name) || !record.TryRead(out _) || !record.TryRead(out var root) || !record.TryRead(out var statement)
                || pages.Encoding.GetString(kind.Bytes) != "table" || root.Integer is <= 0 or > HighestRoot)
            {
                continue;
            }

            names.Add(pages.Encoding.GetString(name.Bytes));
            if (SqliteColumns.Find(pages.Encoding.GetString(statement.Bytes)) is { } columns && (found is null || names[^1] == UsualName))
            {
                found = (columns, (uint)root.Integer);
            }
        }

        return found ?? throw new InvalidDataException($"{Input.DisplayName} is a database of SQLite without frames: none of its tables "
            + $"({(names.Count > 0 ? VisibleText.List(names) : "it has none")}) has the columns ts, arbitration_id and data, as python-can's table 'messages'"
            + $"{string.Concat(WhatIsBeside().Select(notice => $"; {notice}"))}.");
    }

    /// <summary>The files beside a database in which a part of it may be, and what to do about them.</summary>
    private IEnumerable<string> WhatIsBeside() =>
        from beside in Beside
        let file = Input.Path is { } path ? new FileInfo(path + beside.Ending) : null
        where file is { Exists: true, Length: > 0 }
        select $"beside it lies '{VisibleText.Of(file.Name)}': {beside.Meaning}";

    private void Report(long offset, string reason) => Report(new MalformedEntry(Input.Path, 0, offset, string.Empty, reason));
}
