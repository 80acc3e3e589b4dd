namespace Caneth.Signals.Dbc;

/// <summary>What a statement says of a message, a signal, a node or the database.</summary>
/// <param name="of">Of what.</param>
/// <param name="property">Which property of it.</param>
/// <param name="name">The name of the attribute, of the table of values or of the multiplexer; else null.</param>
/// <param name="value">The value.</param>
internal readonly struct DbcAssignment(DbcReference of, DbcProperty property, string? name, object? value)
{
    public readonly DbcReference Of = of;
    public readonly DbcProperty Property = property;
    public readonly string? Name = name;
    public readonly object? Value = value;
}

/// <summary>What statements say of things that others define.</summary>
internal enum DbcProperty
{
    /// <summary>A value, of <see cref="DbcAssignment.Name"/>.</summary>
    Attribute,

    /// <summary>A text.</summary>
    Comment,

    /// <summary>A <see cref="ValueTable"/>.</summary>
    Values,

    /// <summary>The name of a table of values.</summary>
    ValueTable,

    /// <summary>A number: see <see cref="SignalDraft.FloatType"/>.</summary>
    FloatType,

    /// <summary>Ranges of values, of the multiplexer <see cref="DbcAssignment.Name"/>.</summary>
    Multiplexer,

    /// <summary>A <see cref="SignalGroup"/>.</summary>
    Group,

    /// <summary>Names of nodes.</summary>
    Senders,
}

/// <summary>What a statement refers to: a message by its number, a signal of it, a node, or the database.</summary>
internal readonly struct DbcReference(AttributeScope scope, uint message, string? name, int position)
{
    public readonly AttributeScope Scope = scope;
    public readonly uint Message = message;
    public readonly string? Name = name;
    public readonly int Position = position;
}
