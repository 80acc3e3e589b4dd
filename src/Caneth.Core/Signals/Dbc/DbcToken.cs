namespace Caneth.Signals.Dbc;

/// <summary>What a piece of a DBC file is.</summary>
internal enum DbcToken
{
    /// <summary>The end of the file.</summary>
    End,

    /// <summary>A keyword, a name or a number.</summary>
    Word,

    /// <summary>A text in quotation marks.</summary>
    Text,

    /// <summary>One of the characters <c>: ; , | @ ( ) [ ]</c>.</summary>
    Mark,
}
