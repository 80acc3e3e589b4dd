using System.ComponentModel;
using Caneth.Signals;

namespace Caneth.Binding;

/// <summary>A database as a user names it: the database itself, the name of one that was imported, or the path of a file.</summary>
[TypeConverter(typeof(DatabaseConverter))]
public sealed class DatabaseArgument
{
    /// <summary>A database that is given as such.</summary>
    /// <param name="database">The database.</param>
    public DatabaseArgument(CanDatabase database) => Database = database;

    /// <summary>A database by its name or its file.</summary>
    /// <param name="text">The name, as <c>Get-CanDatabase</c> shows it, or the path of a file; wildcards are allowed.</param>
    public DatabaseArgument(string text) => Text = text;

    /// <summary>The database, where it was given.</summary>
    public CanDatabase? Database { get; }

    /// <summary>The name or the path, where it was given.</summary>
    public string? Text { get; }

    /// <summary>The name of the database.</summary>
    /// <returns>The name, or the path.</returns>
    public override string ToString() => Database?.Name ?? Text ?? string.Empty;
}
