using System.Runtime.CompilerServices;
using System.Text;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Reads a DBC file statement by statement. One that cannot be understood is noted, and reading goes on with the next, so that a
/// file is never lost for one line of it.
/// </summary>
internal static class DbcReader
{
    /// <summary>Reads a database.</summary>
    /// <param name="bytes">The content of the file, which nobody changes from now on.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidDataException">Nothing in it is a database.</exception>
    public static CanDatabase Read(byte[] bytes, string fileName, DatabaseLoadOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxProblems, 1);
        var text = DbcText.From(bytes, options.Encoding);
        var document = new DbcDocument(text, new DbcProblems(text, options.MaxProblems));
        var scanner = new DbcScanner(text, document.Problems);
        ReadStatements(ref scanner, document);
        if (!document.HasStatements)
        {
            throw NoDatabase(document, fileName);
        }

        var name = Path.GetFileNameWithoutExtension(fileName);
        document.Finish();
        return new DbcBuilder(document).Build(options.Name ?? name, name, bytes);
    }

    private static InvalidDataException NoDatabase(DbcDocument document, string fileName)
    {
        const string Expected = "expected a statement of a DBC file, such as VERSION, BU_ or BO_";
        var name = DbcWords.Show(fileName);
        return new(document.FirstUnknown is { } found
            ? $"{name}, line {document.FirstUnknownLine}: {Expected}, but found {found}. It is not a CAN database."
            : $"{name}: {Expected}, but the file is empty.");
    }

    // A loop of its own, and nothing of it is inlined: the runtime compiles it anew in the midst of the first file, and all that is in it.
    private static void ReadStatements(ref DbcScanner scanner, DbcDocument document)
    {
        while (!scanner.AtEnd)
        {
            ReadStatement(ref scanner, document);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadStatement(ref DbcScanner scanner, DbcDocument document)
    {
        var keyword = scanner.Keyword;
        if (keyword == DbcKeyword.None)
        {
            SkipUnknown(ref scanner, document);
            return;
        }

        var start = scanner.Start;
        var place = keyword is DbcKeyword.Message or DbcKeyword.Signal ? scanner.Place : default;
        scanner.Next();
        document.HasStatements = true;
        var problem = keyword switch
        {
            DbcKeyword.Version => DbcPlainStatements.ReadVersion(ref scanner, document),
            DbcKeyword.NewSymbols => DbcPlainStatements.SkipNewSymbols(ref scanner),
            DbcKeyword.BitTiming => DbcPlainStatements.ReadBitTiming(ref scanner, document),
            DbcKeyword.Nodes => DbcPlainStatements.ReadNodes(ref scanner, document),
            DbcKeyword.Message => DbcMessageStatements.ReadMessage(ref scanner, document, start, place),
            DbcKeyword.Signal => DbcMessageStatements.ReadSignal(ref scanner, document, start, place),
            DbcKeyword.Senders => DbcMessageStatements.ReadSenders(ref scanner, document, start),
            DbcKeyword.SignalGroup => DbcMessageStatements.ReadGroup(ref scanner, document, start),
            DbcKeyword.SignalType => DbcMessageStatements.ReadType(ref scanner, document, start),
            DbcKeyword.Multiplexing => DbcMessageStatements.ReadMultiplexing(ref scanner, document, start),
            DbcKeyword.Comment => DbcPlainStatements.ReadComment(ref scanner, document, start),
            DbcKeyword.AttributeDefinition => DbcAttributeStatements.ReadDefinition(ref scanner, document, start),
            DbcKeyword.AttributeDefault => DbcAttributeStatements.ReadDefault(ref scanner, document),
            DbcKeyword.AttributeValue => DbcAttributeStatements.ReadValue(ref scanner, document, start),
            DbcKeyword.ValueTable => DbcValueStatements.ReadTable(ref scanner, document),
            DbcKeyword.Values => DbcValueStatements.ReadValues(ref scanner, document, start),
            _ => DbcPlainStatements.Skip(ref scanner),
        };
        if (problem is not null)
        {
            document.Problems.Add(ProblemSeverity.Error, "BadStatement", scanner.Start,
                $"{problem}, but found {scanner.Shown}. {(keyword == DbcKeyword.Message ? "The message was left out with its signals" : "The statement was left out")}.");
            scanner.SkipStatement();
        }
        else if (HasSemicolon(keyword) && !scanner.TryTake(';') && !scanner.AtEnd)
        {
            document.Problems.Add(ProblemSeverity.Warning, "MissingSemicolon", scanner.Start,
                $"expected ';' at the end of the statement, but found {scanner.Shown}. The statement was read up to there.");
            scanner.SkipStatement();
        }

        if (problem is null && IsKept(keyword, document))
        {
            // As it is: it is written again, and shown by nobody.
            document.Kept.Add(Encoding.UTF8.GetString(document.Text.Bytes.AsSpan(start, scanner.Start - start)).TrimEnd());
        }
    }

    /// <summary>Whether a statement says nothing of frames: it is one of those that are only kept, or about an environment variable.</summary>
    private static bool IsKept(DbcKeyword keyword, DbcDocument document)
    {
        var isAboutOther = document.ConcernsEnvironment;
        document.ConcernsEnvironment = false;
        return isAboutOther || keyword is DbcKeyword.Kept or DbcKeyword.EnvironmentVariable;
    }

    private static bool HasSemicolon(DbcKeyword keyword) => keyword is DbcKeyword.Senders or DbcKeyword.SignalGroup or DbcKeyword.SignalType
        or DbcKeyword.Multiplexing or DbcKeyword.Comment or DbcKeyword.AttributeDefinition or DbcKeyword.AttributeDefault
        or DbcKeyword.AttributeValue or DbcKeyword.ValueTable or DbcKeyword.Values;

    /// <summary>Skips what does not begin with a keyword, up to the next statement.</summary>
    private static void SkipUnknown(ref DbcScanner scanner, DbcDocument document)
    {
        if (scanner.TryTake(';'))
        {
            return;
        }

        if (document.FirstUnknown is null)
        {
            (document.FirstUnknown, document.FirstUnknownLine) = (scanner.Shown, document.Text.PlaceOf(scanner.Start).Line);
        }

        document.Problems.Add(ProblemSeverity.Error, "UnknownStatement", scanner.Start,
            $"expected a statement, but found {scanner.Shown}. Everything up to the next statement was left out.");
        scanner.SkipStatement();
    }
}
