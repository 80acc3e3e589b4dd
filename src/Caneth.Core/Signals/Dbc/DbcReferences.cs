namespace Caneth.Signals.Dbc;

/// <summary>Reads what a comment, an attribute or a table of values is about.</summary>
internal static class DbcReferences
{
    /// <summary>Reads <c>BU_ node</c>, <c>BO_ id</c>, <c>SG_ id signal</c>, <c>EV_ name</c>, an id alone, or nothing: the database.</summary>
    public static bool TryTake(ref DbcScanner scanner, int start, out DbcReference reference)
    {
        reference = new(AttributeScope.Database, 0, null, start);
        if (scanner.Token != DbcToken.Word)
        {
            return true;
        }

        var keyword = scanner.Keyword;
        if (keyword == DbcKeyword.None)
        {
            return TryTakeMessage(ref scanner, start, out reference);
        }

        scanner.Next();
        return keyword switch
        {
            DbcKeyword.Nodes => TryTakeNamed(ref scanner, AttributeScope.Node, start, out reference),
            DbcKeyword.EnvironmentVariable => TryTakeNamed(ref scanner, AttributeScope.EnvironmentVariable, start, out reference),
            DbcKeyword.Message => TryTakeMessage(ref scanner, start, out reference),
            DbcKeyword.Signal => TryTakeSignal(ref scanner, start, out reference),
            _ => false,
        };
    }

    /// <summary>Reads the number of a message and the name of one of its signals; without the name it is the message.</summary>
    public static bool TryTakeSignal(ref DbcScanner scanner, int start, out DbcReference reference)
    {
        if (!TryTakeMessage(ref scanner, start, out reference))
        {
            return false;
        }

        if (scanner.TryTakeName(out var name))
        {
            reference = new(AttributeScope.Signal, reference.Message, name, start);
        }

        return true;
    }

    /// <summary>Reads the number of a message.</summary>
    public static bool TryTakeMessage(ref DbcScanner scanner, int start, out DbcReference reference)
    {
        var found = TryTakeId(ref scanner, out var number);
        reference = new(AttributeScope.Message, number, null, start);
        return found;
    }

    /// <summary>Reads the number of a message: 32 bits, of which the highest marks an extended id.</summary>
    public static bool TryTakeId(ref DbcScanner scanner, out uint number)
    {
        number = 0;
        if (scanner.Token != DbcToken.Word || !DbcNumber.TryParse(scanner.Content, out var value)
            || !value.TryToUInt64(out var whole) || whole > uint.MaxValue)
        {
            return false;
        }

        number = (uint)whole;
        scanner.Next();
        return true;
    }

    private static bool TryTakeNamed(ref DbcScanner scanner, AttributeScope scope, int start, out DbcReference reference)
    {
        var found = scanner.TryTakeName(out var name);
        reference = new(scope, 0, name, start);
        return found;
    }
}
