namespace Caneth.Signals.Dbc;

/// <summary>The words with which the statements of a DBC file begin.</summary>
internal enum DbcKeyword
{
    None,
    Version,
    NewSymbols,
    BitTiming,
    Nodes,
    Message,
    Signal,
    Senders,
    Comment,
    AttributeDefinition,
    AttributeDefault,
    AttributeValue,
    ValueTable,
    Values,
    SignalGroup,
    SignalType,
    Multiplexing,
    EnvironmentVariable,

    /// <summary>Known, and kept as it is for writing; nothing of it is needed for reading frames.</summary>
    Kept,
}
