namespace Caneth.Signals;

/// <summary>How a database is written.</summary>
public enum DatabaseFormat
{
    /// <summary>A DBC file, made anew from what the database means.</summary>
    Dbc,

    /// <summary>JSON: one object with all there is.</summary>
    Json,

    /// <summary>A table with a row for each signal.</summary>
    Csv,

    /// <summary>A document for people to read: a table for each message.</summary>
    Markdown,
}
