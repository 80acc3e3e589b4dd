using System.Buffers.Binary;

namespace Caneth.Logs.Sqlite;

/// <summary>The rows of a table, in the order of their numbers, which is that in which they were added.</summary>
internal sealed class SqliteTable
{
    private const byte InteriorPage = 0x05;
    private const byte LeafPage = 0x0D;

    // A header of a page, whose last four bytes only an interior one has.
    private const int CellCountOffset = 3;
    private const int RightmostOffset = 8;
    private const int LeafHeaderLength = 8;
    private const int InteriorHeaderLength = 12;

    // Tables of 2^64 rows are not this high; damaged ones may be.
    private const int MostLevels = 24;

    // A row of a frame has some forty bytes, and the SQL of a table some hundred.
    private const int LongestRow = 1 << 20;

    private readonly SqlitePages pages;
    private readonly Action<long, string> report;
    private readonly Level[] levels = new Level[MostLevels];
    private int depth;
    private byte[] row = new byte[256];
    private byte[] overflow = [];
    private long pagesLeft;

    /// <summary>A table, before its first row.</summary>
    /// <param name="pages">The file.</param>
    /// <param name="root">The page that its tree begins with.</param>
    /// <param name="report">Told where something cannot be read, and why.</param>
    public SqliteTable(SqlitePages pages, uint root, Action<long, string> report)
    {
        this.pages = pages;
        this.report = report;

        // Whatever pages say of each other, as many are read as there are: each belongs to one place of one table.
        pagesLeft = pages.Count;
        Enter(root);
    }

    /// <summary>How many pages were read.</summary>
    public long PagesRead => pages.Count - pagesLeft;

    /// <summary>Reads the next row.</summary>
    /// <param name="bytes">The row, as <see cref="SqliteRecord"/> reads it; valid until the next call.</param>
    /// <param name="offset">Where it begins, in bytes from the start of the file.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out ReadOnlySpan<byte> bytes, out long offset)
    {
        while (depth > 0)
        {
            var level = levels[depth - 1];
            if (level.Next > level.CellCount || level.IsLeaf && level.Next == level.CellCount)
            {
                depth--;
                continue;
            }

            var number = level.Next++;
            offset = pages.OffsetOf(level.Page);
            if (!level.IsLeaf)
            {
                Enter(level.ChildAt(number));
            }
            else if (level.CellAt(number) is var place && place < 0)
            {
                report(offset, $"cell {number} of page {level.Page} lies outside of it");
            }
            else if (TryAssemble(level, place, out bytes))
            {
                offset += place;
                return true;
            }
        }

        bytes = default;
        offset = 0;
        return false;
    }

    private void Enter(uint number)
    {
        if (pagesLeft == 0 || depth == MostLevels)
        {
            EndInCircle(number);
            return;
        }

        var level = levels[depth] ??= new Level(pages.PageSize);
        if (!pages.TryRead(number, level.Bytes))
        {
            report(pages.OffsetOf(Math.Max(1, number)), $"page {number:N0} is missing; the file has {pages.Count:N0}");
            return;
        }

        pagesLeft--;
        if (!level.TryBegin(number))
        {
            report(pages.OffsetOf(number), $"page {number:N0} is none of a table");
            return;
        }

        depth++;
    }

    /// <summary>Puts a row together, of which the end may lie on pages of its own.</summary>
    private bool TryAssemble(Level level, int place, out ReadOnlySpan<byte> bytes)
    {
        var cell = level.Bytes.AsSpan(place, pages.UsableSize - place);
        bytes = default;
        if (!SqliteNumber.TryTake(ref cell, out var length) || !SqliteNumber.TryTake(ref cell, out _) || length is < 0 or > LongestRow)
        {
            report(pages.OffsetOf(level.Page) + place, $"a row is said to have {length:N0} bytes");
            return false;
        }

        var here = LengthHere((int)length);
        if (cell.Length < here + (here < length ? sizeof(uint) : 0))
        {
            report(pages.OffsetOf(level.Page) + place, $"a row of {length:N0} bytes goes beyond its page");
            return false;
        }

        if (here == length)
        {
            bytes = cell[..here];
            return true;
        }

        if (row.Length < length)
        {
            row = new byte[length];
        }

        cell[..here].CopyTo(row);
        bytes = row.AsSpan(0, (int)length);
        return TryReadOverflow(BinaryPrimitives.ReadUInt32BigEndian(cell[here..]), row.AsSpan(here, (int)length - here));
    }

    private bool TryReadOverflow(uint number, Span<byte> rest)
    {
        if (overflow.Length == 0)
        {
            overflow = new byte[pages.PageSize];
        }

        while (!rest.IsEmpty)
        {
            if (pagesLeft == 0)
            {
                EndInCircle(number);
                return false;
            }

            if (!pages.TryRead(number, overflow))
            {
                report(pages.OffsetOf(Math.Max(1, number)), $"page {number:N0}, on which a row goes on, is missing; the file has {pages.Count:N0}");
                return false;
            }

            pagesLeft--;
            number = BinaryPrimitives.ReadUInt32BigEndian(overflow);
            var part = overflow.AsSpan(sizeof(uint), Math.Min(rest.Length, pages.UsableSize - sizeof(uint)));
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return true;
    }

    private void EndInCircle(uint number)
    {
        report(pages.OffsetOf(Math.Max(1, number)), "the pages of the table lead in a circle");
        depth = 0;
    }

    /// <summary>How many bytes of a row lie on the page of the table, by the format.</summary>
    private int LengthHere(int length)
    {
        const int MostReserved = 35;
        var usable = pages.UsableSize;
        if (length <= usable - MostReserved)
        {
            return length;
        }

        var least = (usable - 12) * 32 / 255 - 23;
        var fitting = least + (length - least) % (usable - sizeof(uint));
        return fitting <= usable - MostReserved ? fitting : least;
    }

    /// <summary>A page of the tree, and which of its cells comes next.</summary>
    private sealed class Level(int pageSize)
    {
        private int header;

        public byte[] Bytes { get; } = new byte[pageSize];

        public uint Page { get; private set; }

        public bool IsLeaf { get; private set; }

        public int CellCount { get; private set; }

        public int Next { get; set; }

        /// <returns>Whether it is a page of a table.</returns>
        public bool TryBegin(uint number)
        {
            (Page, Next) = (number, 0);
            header = number == 1 ? SqlitePages.HeaderLength : 0;
            IsLeaf = Bytes[header] == LeafPage;
            CellCount = BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(header + CellCountOffset));
            return (IsLeaf || Bytes[header] == InteriorPage) && FirstCell + CellCount * sizeof(ushort) <= Bytes.Length;
        }

        /// <returns>Where a cell begins within the page; negative where it cannot.</returns>
        public int CellAt(int number) =>
            BinaryPrimitives.ReadUInt16BigEndian(Bytes.AsSpan(FirstCell + number * sizeof(ushort))) is var place && place >= FirstCell && place <= Bytes.Length - sizeof(uint)
                ? place : -1;

        /// <returns>The page that lies below; the one after the last cell is the rightmost.</returns>
        public uint ChildAt(int number) => number == CellCount ? BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(header + RightmostOffset))
            : CellAt(number) is >= 0 and var place ? BinaryPrimitives.ReadUInt32BigEndian(Bytes.AsSpan(place)) : 0;

        private int FirstCell => header + (IsLeaf ? LeafHeaderLength : InteriorHeaderLength);
    }
}
