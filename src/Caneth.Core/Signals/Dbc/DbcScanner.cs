using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Cuts a DBC file into words, texts and marks, one ahead. It never fails: what is odd is noted, and the next piece begins where
/// it makes most sense.
/// </summary>
/// <remarks>
/// A file is read once, and most often by a process that has only just begun: hence what runs for every byte is optimized from the start,
/// and asks for nothing that the runtime would have to compile first.
/// </remarks>
internal ref struct DbcScanner
{
    private const byte Quote = (byte)'"';

    // The characters that end a word, which are marks, blanks and the quotation mark, as bits: those below 64, and those from there on.
    private const ulong LowMarks = 1UL << ':' | 1UL << ';' | 1UL << ',' | 1UL << '(' | 1UL << ')';
    private const ulong HighMarks = 1UL << '|' - 64 | 1UL << '@' - 64 | 1UL << '[' - 64 | 1UL << ']' - 64;
    private const ulong LowWordEnds = LowMarks | 1UL << ' ' | 1UL << '\t' | 1UL << '\r' | 1UL << '\n' | 1UL << '\v' | 1UL << '\f' | 1UL << '\0' | 1UL << '"';

    private readonly ReadOnlySpan<byte> text;
    private readonly DbcProblems problems;
    private readonly DbcStrings strings;
    private DbcToken token;
    private int position;
    private int contentStart;
    private int contentEnd;

    // The line of the position, from 1, and where it begins; and the same of the piece at hand, which may have line ends in it.
    private int line = 1;
    private int lineStart;
    private int startLine;
    private int startLineStart;

    // Between these there is no quotation mark that could end a text: where many texts are not closed, each would search for it.
    private int searchedFrom = int.MaxValue;
    private int searchedTo;

    public DbcScanner(DbcText source, DbcProblems problems)
    {
        text = source.Bytes;
        this.problems = problems;
        strings = new(source.Bytes.Length);
        Next();
    }

    private DbcScanner(in DbcScanner other)
    {
        this = other;
        Next();
    }

    /// <summary>What the piece at hand is.</summary>
    public readonly DbcToken Token => token;

    /// <summary>Where the piece at hand begins.</summary>
    public int Start { get; private set; }

    /// <summary>The line of the piece at hand and its column in it, in characters; both from 1.</summary>
    public readonly DbcPlace Place => new(startLine, DbcText.ColumnOf(text[startLineStart..Start]));

    /// <summary>Whether the piece at hand is the first of its line.</summary>
    public bool StartsLine { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => token == DbcToken.End;

    /// <summary>The word at hand; the character of a mark; a text without its quotation marks.</summary>
    public readonly ReadOnlySpan<byte> Content => text[contentStart..contentEnd];

    /// <summary>The keyword at hand, where it is one.</summary>
    public readonly DbcKeyword Keyword => token == DbcToken.Word ? DbcKeywords.Of(Content) : DbcKeyword.None;

    /// <summary>Whether a statement begins here: a keyword that is the first of its line.</summary>
    public readonly bool AtStatement => StartsLine && Keyword != DbcKeyword.None;

    /// <summary>The piece at hand and what follows it, up to the end of the line.</summary>
    public readonly ReadOnlySpan<byte> RestOfLine
    {
        get
        {
            var rest = text[Start..];
            var length = rest.IndexOfAny((byte)'\r', (byte)'\n');
            return length < 0 ? rest : rest[..length];
        }
    }

    /// <summary>What is at hand, for messages.</summary>
    public readonly string Shown => token switch
    {
        DbcToken.End => "the end of the file",
        DbcToken.Text => $"the text \"{DbcWords.Show(Content)}\"",
        _ => $"'{DbcWords.Show(Content)}'",
    };

    /// <summary>Goes on to the next piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Next()
    {
        StartsLine = SkipBlank();
        (Start, startLine, startLineStart) = (position, line, lineStart);
        if (position >= text.Length)
        {
            (token, contentStart, contentEnd) = (DbcToken.End, position, position);
            return;
        }

        var first = text[position];
        if (first == Quote)
        {
            TakeText();
            return;
        }

        contentStart = position++;
        token = Has(LowMarks, HighMarks, first) ? DbcToken.Mark : DbcToken.Word;
        if (token == DbcToken.Word)
        {
            while (position < text.Length && !Has(LowWordEnds, HighMarks, text[position]))
            {
                position++;
            }
        }

        contentEnd = position;
    }

    /// <summary>Goes on to a piece of the same line, as many bytes after the one at hand.</summary>
    public void Skip(int length)
    {
        position = Start + length;
        Next();
    }

    /// <summary>Whether a mark is at hand.</summary>
    public readonly bool Is(char mark) => token == DbcToken.Mark && text[contentStart] == mark;

    /// <summary>Takes a mark, where it is at hand.</summary>
    public bool TryTake(char mark)
    {
        var taken = Is(mark);
        if (taken)
        {
            Next();
        }

        return taken;
    }

    /// <summary>Takes a word, where one is at hand.</summary>
    public bool TryTakeWord(out ReadOnlySpan<byte> word)
    {
        word = token == DbcToken.Word ? Content : default;
        if (token != DbcToken.Word)
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Takes a name, where one is at hand that does not begin the next statement.</summary>
    public bool TryTakeName(out string name)
    {
        name = "";
        if (token != DbcToken.Word || AtStatement)
        {
            return false;
        }

        name = strings.Name(Content);
        Next();
        return true;
    }

    /// <summary>Takes all names up to the end of the statement, whether there are commas between them or not.</summary>
    public List<string> TakeNames()
    {
        var names = new List<string>();
        while (true)
        {
            if (TryTakeName(out var name))
            {
                names.Add(name);
            }
            else if (!TryTake(','))
            {
                return names;
            }
        }
    }

    /// <summary>Takes a number, where one is at hand.</summary>
    public bool TryTakeNumber(out DbcNumber number)
    {
        number = default;
        if (token != DbcToken.Word || !DbcNumber.TryParse(Content, out number))
        {
            return false;
        }

        Next();
        return true;
    }

    /// <summary>Takes a text in quotation marks, where one is at hand.</summary>
    public bool TryTakeText(out string value)
    {
        value = "";
        if (token != DbcToken.Text)
        {
            return false;
        }

        value = strings.Text(Content);
        Next();
        return true;
    }

    /// <summary>Goes on to where a statement begins, or behind the next semicolon.</summary>
    public void SkipStatement()
    {
        while (!AtEnd && !AtStatement)
        {
            if (TryTake(';'))
            {
                return;
            }

            Next();
        }
    }

    /// <summary>Whether the rest of the line has nothing but keywords, as in the list of new symbols.</summary>
    public readonly bool IsBareKeywordLine()
    {
        var rest = new DbcScanner(this);
        while (rest.Token == DbcToken.Word && !rest.StartsLine)
        {
            if (rest.Keyword == DbcKeyword.None)
            {
                return false;
            }

            rest.Next();
        }

        return rest.StartsLine || rest.AtEnd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Has(ulong low, ulong high, byte character) =>
        character < 128 && ((character < 64 ? low : high) >> (character & 63) & 1) != 0;

    /// <summary>Skips blanks, line ends and comments.</summary>
    /// <returns>Whether a new line began, or the file.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool SkipBlank()
    {
        var newLine = position == 0;
        for (; position < text.Length; position++)
        {
            switch (text[position])
            {
                case (byte)'\r' or (byte)'\n':
                    newLine = true;
                    CountLineEnd(position);
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f' or 0:
                    break;
                case (byte)'/' when position + 1 < text.Length && text[position + 1] == '/':
                    SkipComment();
                    break;
                default:
                    return newLine;
            }
        }

        return newLine;
    }

    /// <summary>Goes on to the last character of a comment, which ends with its line.</summary>
    private void SkipComment()
    {
        while (position + 1 < text.Length && text[position + 1] is not ((byte)'\r' or (byte)'\n'))
        {
            position++;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CountLineEnd(int at)
    {
        line += text[at] == '\n' && at > 0 && text[at - 1] == '\r' ? 0 : 1;
        lineStart = at + 1;
    }

    /// <summary>
    /// Takes a text. It may go over many lines, and they may look like statements; so one that is not closed is known by what
    /// follows the next quotation mark, and then ends before the first line that begins with a keyword.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeText()
    {
        token = DbcToken.Text;
        contentStart = ++position;
        while (position < text.Length && text[position] is not (Quote or (byte)'\r' or (byte)'\n'))
        {
            position++;
        }

        if (position < text.Length && text[position] == Quote && text[position - 1] != '\\')
        {
            contentEnd = position++;
            return;
        }

        TakeLongText();
        for (var at = contentStart; at < position; at++)
        {
            if (text[at] is (byte)'\r' or (byte)'\n')
            {
                CountLineEnd(at);
            }
        }
    }

    /// <summary>Takes the rest of a text that has a line end or an escaped quotation mark in it, or no end.</summary>
    private void TakeLongText()
    {
        var statement = -1;
        while (true)
        {
            var step = text[position..].IndexOfAny(Quote, (byte)'\r', (byte)'\n');
            if (step < 0)
            {
                (searchedFrom, searchedTo) = statement >= 0 ? (statement, text.Length) : (searchedFrom, searchedTo);
                EndText(statement >= 0 ? statement : text.Length);
                return;
            }

            position += step;
            if (text[position] == Quote)
            {
                if (text[position - 1] == '\\' && position - 1 >= contentStart)
                {
                    position++;
                    continue;
                }

                (searchedFrom, searchedTo) = statement >= 0 ? (statement, position) : (searchedFrom, searchedTo);
                if (statement < 0 || CanEndText(position + 1))
                {
                    (contentEnd, position) = (position, position + 1);
                    return;
                }

                EndText(statement);
                return;
            }

            position++;
            if (statement < 0 && BeginsWithKeyword(position))
            {
                statement = position;
                position = statement >= searchedFrom && statement <= searchedTo ? searchedTo : position;
            }
        }
    }

    /// <summary>Ends a text that is not closed, before the line end, so that the next piece is the first of its line.</summary>
    private void EndText(int end)
    {
        problems.Add(ProblemSeverity.Warning, "UnclosedText", contentStart - 1,
            "The text has no closing quotation mark; it was taken to end before the next statement.");
        contentEnd = end;
        while (contentEnd > contentStart && text[contentEnd - 1] is (byte)'\r' or (byte)'\n' or (byte)' ' or (byte)'\t')
        {
            contentEnd--;
        }

        position = contentEnd;
    }

    /// <summary>Whether what follows a quotation mark can follow a text.</summary>
    private readonly bool CanEndText(int after)
    {
        while (after < text.Length && text[after] is (byte)' ' or (byte)'\t')
        {
            after++;
        }

        return after >= text.Length || text[after] is (byte)';' or (byte)',' or (byte)'\r' or (byte)'\n';
    }

    private readonly bool BeginsWithKeyword(int from)
    {
        while (from < text.Length && text[from] is (byte)' ' or (byte)'\t')
        {
            from++;
        }

        var end = from;
        while (end < text.Length && !Has(LowWordEnds, HighMarks, text[end]))
        {
            end++;
        }

        return DbcKeywords.Of(text[from..end]) != DbcKeyword.None;
    }
}
