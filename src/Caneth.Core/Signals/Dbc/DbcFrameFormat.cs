namespace Caneth.Signals.Dbc;

/// <summary>What VFrameFormat says: by its text, or by its place in Vector's own list where the file defines none.</summary>
internal readonly record struct DbcFrameFormat(bool IsGiven, bool IsJ1939, bool IsFd)
{
    public static DbcFrameFormat Of(AttributeSet attributes) => attributes["VFrameFormat"] switch
    {
        null => default,
        string text => new(true, text == "J1939PG", text.EndsWith("_FD", StringComparison.Ordinal)),
        3L => new(true, true, false),
        14L or 15L => new(true, false, true),
        _ => new(true, false, false),
    };
}
