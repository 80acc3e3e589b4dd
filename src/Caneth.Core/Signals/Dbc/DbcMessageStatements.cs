namespace Caneth.Signals.Dbc;

/// <summary>The statements that make messages and signals.</summary>
internal static class DbcMessageStatements
{
    /// <summary>Far beyond any message: one of J1939's transport protocol has 1,785 bytes.</summary>
    private const int MaxLength = 1 << 20;

    public static string? ReadMessage(ref DbcScanner scanner, DbcDocument document, int start, DbcPlace place)
    {
        // Where this fails its signals are nobody's, and not those of the message before.
        (document.Message, document.HasLostMessage) = (null, true);
        if (!DbcReferences.TryTakeId(ref scanner, out var number))
        {
            return "expected the id of a message, a number of up to 32 bits, after BO_";
        }

        var nameStart = scanner.Start;
        if (!scanner.TryTakeName(out var name))
        {
            return "expected the name of the message after its id";
        }

        scanner.TryTake(':');
        if (!scanner.TryTakeNumber(out var length) || length.Value is not (>= 0 and <= MaxLength))
        {
            return "expected the length of the message in bytes";
        }

        var message = new MessageDraft(number, name, (int)length.Value, start, place);
        if (scanner.TryTakeName(out var sender))
        {
            message.Senders.Add(sender);
        }

        document.Add(message);
        document.Message = message;
        DbcNames.Check(name, nameStart, document.Problems, name);
        return null;
    }

    public static string? ReadSignal(ref DbcScanner scanner, DbcDocument document, int start, DbcPlace place)
    {
        if (document.Message is not { } message)
        {
            return document.HasLostMessage ? DbcPlainStatements.Skip(ref scanner) : "expected a message (BO_) before its signals";
        }

        if (!scanner.TryTakeName(out var name))
        {
            return "expected the name of a signal after SG_";
        }

        var signal = new SignalDraft(name, start, place);
        DbcNames.Check(name, start, document.Problems, message.Name, name);
        while (scanner.Token == DbcToken.Word && !scanner.StartsLine)
        {
            ReadMark(ref scanner, document, message, signal);
        }

        if (!scanner.TryTake(':'))
        {
            return "expected ':' after the name of the signal";
        }

        var problem = ReadPlace(ref scanner, signal) ?? ReadScale(ref scanner, signal);
        if (problem is not null)
        {
            return problem;
        }

        if (scanner.TryTakeText(out var unit))
        {
            signal.Unit = unit;
        }
        else
        {
            document.Problems.Add(ProblemSeverity.Info, "MissingUnit", scanner.Start,
                $"expected the unit of the signal in quotation marks, but found {scanner.Shown}.", message.Name, name);
        }

        signal.Receivers = ReadReceivers(ref scanner, document);
        message.Add(signal);
        return null;
    }

    public static string? ReadSenders(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTakeMessage(ref scanner, start, out var reference))
        {
            return "expected the id of a message after BO_TX_BU_";
        }

        scanner.TryTake(':');
        document.Assignments.Add(new(reference, DbcProperty.Senders, null, scanner.TakeNames()));
        return null;
    }

    public static string? ReadGroup(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTakeMessage(ref scanner, start, out var reference))
        {
            return "expected the id of a message after SIG_GROUP_";
        }

        if (!scanner.TryTakeName(out var name))
        {
            return "expected the name of the group";
        }

        var repetitions = scanner.TryTakeNumber(out var number) && number.Value is >= 0 and <= int.MaxValue ? (int)number.Value : 1;
        scanner.TryTake(':');
        document.Assignments.Add(new(reference, DbcProperty.Group, null, new SignalGroup(name, repetitions, scanner.TakeNames())));
        return null;
    }

    public static string? ReadType(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTakeSignal(ref scanner, start, out var reference) || reference.Scope != AttributeScope.Signal)
        {
            return "expected the id of a message and a signal after SIG_VALTYPE_";
        }

        scanner.TryTake(':');
        if (!scanner.TryTakeNumber(out var type))
        {
            return "expected the type of the signal: 0 for an integer, 1 for a float of 32 bits, 2 for one of 64";
        }

        document.Assignments.Add(new(reference, DbcProperty.FloatType, null, type.Value is 1 or 2 ? (int)type.Value : 0));
        return null;
    }

    public static string? ReadMultiplexing(ref DbcScanner scanner, DbcDocument document, int start)
    {
        if (!DbcReferences.TryTakeSignal(ref scanner, start, out var reference) || reference.Scope != AttributeScope.Signal
            || !scanner.TryTakeName(out var multiplexer))
        {
            return "expected the id of a message, a signal and its multiplexer after SG_MUL_VAL_";
        }

        var ranges = new List<MultiplexRange>();
        while (scanner.Token == DbcToken.Word && !scanner.AtStatement || scanner.Is(','))
        {
            if (scanner.TryTake(','))
            {
                continue;
            }

            if (!TryTakeRange(ref scanner, out var range))
            {
                return "expected a range of the multiplexer's values, such as 1-5";
            }

            ranges.Add(range);
        }

        document.Assignments.Add(new(reference, DbcProperty.Multiplexer, multiplexer, ranges));
        return null;
    }

    /// <summary>Reads what is between the name of a signal and the colon: M, m3, m3M, m.</summary>
    private static void ReadMark(ref DbcScanner scanner, DbcDocument document, MessageDraft message, SignalDraft signal)
    {
        var start = scanner.Start;
        scanner.TryTakeWord(out var mark);
        if (mark is [(byte)'M'])
        {
            signal.IsSwitch = true;
            return;
        }

        var value = mark is [(byte)'m', ..] ? mark[1..] : default;
        var isSwitch = value is [.., (byte)'M'];
        value = isSwitch ? value[..^1] : value;
        if (mark is [(byte)'m', ..] && (value.IsEmpty || !value.ContainsAnyExceptInRange((byte)'0', (byte)'9')))
        {
            signal.IsMultiplexed = true;
            signal.IsSwitch |= isSwitch;
            signal.SwitchValue = DbcNumber.TryParse(value, out var number) && number.TryToUInt64(out var whole) ? whole : null;
            return;
        }

        document.Problems.Add(ProblemSeverity.Warning, "UnknownMultiplexerMark", start,
            $"expected M, m with a number, or ':' after the name of the signal, but found '{DbcWords.Show(mark)}'; it was ignored.",
            message.Name, signal.Name);
    }

    /// <summary>Reads <c>start|length@order sign</c>.</summary>
    private static string? ReadPlace(ref DbcScanner scanner, SignalDraft signal)
    {
        if (!scanner.TryTakeNumber(out var startBit) || startBit.Value is not (>= 0 and <= MaxLength * 8)
            || !scanner.TryTake('|') || !scanner.TryTakeNumber(out var length) || length.Value is not (>= 0 and <= MaxLength * 8))
        {
            return "expected the start bit and the length of the signal, such as 8|16";
        }

        if (!scanner.TryTake('@') || !scanner.TryTakeWord(out var word) || word[0] is not ((byte)'0' or (byte)'1'))
        {
            return "expected the byte order of the signal, @0 or @1";
        }

        var order = word[0];
        var sign = word[1..];
        if (sign.IsEmpty && scanner.Token == DbcToken.Word)
        {
            scanner.TryTakeWord(out sign);
        }

        signal.StartBit = (int)startBit.Value;
        signal.Length = (int)length.Value;
        signal.ByteOrder = order == '0' ? ByteOrder.BigEndian : ByteOrder.LittleEndian;
        signal.IsSigned = sign is [(byte)'-', ..];
        return null;
    }

    /// <summary>Reads <c>(factor,offset) [minimum|maximum]</c>.</summary>
    private static string? ReadScale(ref DbcScanner scanner, SignalDraft signal)
    {
        if (!scanner.TryTake('(') || !scanner.TryTakeNumber(out var factor) || !scanner.TryTake(',')
            || !scanner.TryTakeNumber(out var offset) || !scanner.TryTake(')'))
        {
            return "expected the factor and the offset of the signal, such as (0.5,-40)";
        }

        if (!scanner.TryTake('[') || !scanner.TryTakeNumber(out var minimum) || !scanner.TryTake('|')
            || !scanner.TryTakeNumber(out var maximum) || !scanner.TryTake(']'))
        {
            return "expected the range of the signal, such as [0|100]";
        }

        (signal.Factor, signal.Offset, signal.Minimum, signal.Maximum) = (factor.Value, offset.Value, minimum.Value, maximum.Value);
        if ((minimum.IsRounded || maximum.IsRounded) && minimum.TryToWhole(out var lowest) && maximum.TryToWhole(out var highest))
        {
            signal.WholeRange = new(lowest, highest);
        }

        return null;
    }

    /// <summary>Reads the receivers: they end with the line, unless the line ends with a comma. Those of the signal before are one list with them.</summary>
    private static string[] ReadReceivers(ref DbcScanner scanner, DbcDocument document)
    {
        var known = document.Receivers;
        List<string>? others = null;
        var count = 0;
        var goesOn = false;
        while (scanner.Is(',') || scanner.Token == DbcToken.Word && (!scanner.StartsLine || goesOn))
        {
            goesOn = scanner.TryTake(',');
            if (goesOn)
            {
                continue;
            }

            if (!scanner.TryTakeName(out var name))
            {
                break;
            }

            if (others is null && (count == known.Length || known[count] != name))
            {
                others = [.. known.AsSpan(0, count)];
            }

            others?.Add(name);
            count++;
        }

        return document.Receivers = others is not null ? [.. others] : count == known.Length ? known : known[..count];
    }

    private static bool TryTakeRange(ref DbcScanner scanner, out MultiplexRange range)
    {
        range = default;
        scanner.TryTakeWord(out var word);
        var dash = word.IndexOf((byte)'-');
        if (!TryReadValue(dash < 0 ? word : word[..dash], out var first))
        {
            return false;
        }

        var rest = dash < 0 ? default : word[(dash + 1)..];
        if (dash < 0 && scanner.Token == DbcToken.Word && scanner.Content is [(byte)'-', ..] next)
        {
            scanner.Next();
            rest = next[1..];
            dash = 0;
        }

        if (dash >= 0 && rest.IsEmpty)
        {
            scanner.TryTakeWord(out rest);
        }

        var last = first;
        if (dash >= 0 && !TryReadValue(rest, out last))
        {
            return false;
        }

        range = first <= last ? new(first, last) : new(last, first);
        return true;
    }

    private static bool TryReadValue(ReadOnlySpan<byte> word, out ulong value)
    {
        value = 0;
        return !word.IsEmpty && !word.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && DbcNumber.TryParse(word, out var number) && number.TryToUInt64(out value);
    }
}
