using System.Buffers;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Cuts a DBC file into words, texts and marks, one ahead. It never fails: what is odd is noted, and the next piece begins where
/// it makes most sense.
/// </summary>
internal ref struct DbcScanner
{
    private const byte Quote = (byte)'"';

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n\v\f\0\":;,|@()[]"u8);
    private static readonly SearchValues<byte> Marks = SearchValues.Create(":;,|@()[]"u8);
    private static readonly SearchValues<byte> QuoteOrLineEnd = SearchValues.Create("\"\r\n"u8);

    private readonly ReadOnlySpan<byte> text;
    private readonly DbcProblems problems;
    private int position;
    private int contentStart;
    private int contentEnd;

    // Between these no quotation mark stands that could end a text: where many texts are not closed, each would search for it.
    private int searchedFrom = int.MaxValue;
    private int searchedTo;

    public DbcScanner(DbcText source, DbcProblems problems)
    {
        text = source.Bytes;
        this.problems = problems;
        Next();
    }

    /// <summary>What the piece at hand is.</summary>
    public DbcToken Token { get; private set; }

    /// <summary>Where the piece at hand begins.</summary>
    public int Start { get; private set; }

    /// <summary>Whether the piece at hand is the first of its line.</summary>
    public bool StartsLine { get; private set; }

    /// <summary>Whether nothing is left.</summary>
    public readonly bool AtEnd => Token == DbcToken.End;

    /// <summary>The word at hand; the character of a mark; what stands in the quotation marks of a text.</summary>
    public readonly ReadOnlySpan<byte> Content => text[contentStart..contentEnd];

    /// <summary>The keyword at hand, where it is one.</summary>
    public readonly DbcKeyword Keyword => Token == DbcToken.Word ? DbcKeywords.Of(Content) : DbcKeyword.None;

    /// <summary>Whether a statement begins here: a keyword that is the first of its line.</summary>
    public readonly bool AtStatement => StartsLine && Keyword != DbcKeyword.None;

    /// <summary>What is at hand, for messages.</summary>
    public readonly string Shown => Token switch
    {
        DbcToken.End => "the end of the file",
        DbcToken.Text => $"the text \"{DbcWords.Show(Content)}\"",
        _ => $"'{DbcWords.Show(Content)}'",
    };

    /// <summary>Goes on to the next piece.</summary>
    public void Next()
    {
        StartsLine = SkipBlank();
        Start = position;
        if (position >= text.Length)
        {
            (Token, contentStart, contentEnd) = (DbcToken.End, position, position);
        }
        else if (text[position] == Quote)
        {
            TakeText();
        }
        else if (Marks.Contains(text[position]))
        {
            (Token, contentStart, contentEnd) = (DbcToken.Mark, position, ++position);
        }
        else
        {
            var length = text[position..].IndexOfAny(WordEnds);
            (Token, contentStart) = (DbcToken.Word, position);
            position = length < 0 ? text.Length : position + length;
            contentEnd = position;
        }
    }

    /// <summary>Whether a mark is at hand.</summary>
    public readonly bool Is(char mark) => Token == DbcToken.Mark && text[contentStart] == mark;

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
        word = Token == DbcToken.Word ? Content : default;
        if (Token != DbcToken.Word)
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
        if (Token != DbcToken.Word || AtStatement)
        {
            return false;
        }

        name = DbcWords.ToText(Content);
        Next();
        return true;
    }

    /// <summary>Takes all names up to the end of the statement, whether commas part them or not.</summary>
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
        if (Token != DbcToken.Word || !DbcNumber.TryParse(Content, out number))
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
        if (Token != DbcToken.Text)
        {
            return false;
        }

        value = DbcWords.Unescape(Content);
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

    /// <summary>Whether nothing but keywords stands on the rest of the line, as in the list of new symbols.</summary>
    public readonly bool IsBareKeywordLine()
    {
        var rest = new DbcScanner(this, position);
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

    private DbcScanner(in DbcScanner other, int from)
    {
        text = other.text;
        problems = other.problems;
        position = from;
        Next();
    }

    /// <summary>Skips blanks, line ends and comments.</summary>
    /// <returns>Whether a new line began, or the file.</returns>
    private bool SkipBlank()
    {
        var newLine = position == 0;
        for (; position < text.Length; position++)
        {
            switch (text[position])
            {
                case (byte)'\r' or (byte)'\n':
                    newLine = true;
                    break;
                case (byte)' ' or (byte)'\t' or (byte)'\v' or (byte)'\f' or 0:
                    break;
                case (byte)'/' when position + 1 < text.Length && text[position + 1] == '/':
                    var length = text[position..].IndexOfAny((byte)'\r', (byte)'\n');
                    position = length < 0 ? text.Length - 1 : position + length - 1;
                    break;
                default:
                    return newLine;
            }
        }

        return newLine;
    }

    /// <summary>
    /// Takes a text. It may go over many lines, and they may look like statements; so one that is not closed is known by what
    /// follows the next quotation mark, and then ends before the first line that begins with a keyword.
    /// </summary>
    private void TakeText()
    {
        Token = DbcToken.Text;
        contentStart = ++position;
        var statement = -1;
        while (true)
        {
            var step = text[position..].IndexOfAny(QuoteOrLineEnd);
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

        var rest = text[from..];
        var length = rest.IndexOfAny(WordEnds);
        return DbcKeywords.Of(length < 0 ? rest : rest[..length]) != DbcKeyword.None;
    }
}
