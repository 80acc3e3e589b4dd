using System.Management.Automation;

namespace Caneth;

/// <content>The errors about files that databases are written to.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NotOneDatabase(IEnumerable<string> names) => names.Distinct().ToList() is { Count: > 0 } several
        ? Of("NotOneDatabase", ErrorCategory.InvalidArgument, null,
            $"One database is needed, and {several.Count} were given: {VisibleText.List(several)}.", "Name one of them.")
        : Of("NotOneDatabase", ErrorCategory.InvalidArgument, null,
            "One database is needed, and none was given.", "Give the name of one that Get-CanDatabase shows, or the path of a DBC file.");

    public static ErrorRecord UnknownDatabaseFormat(string path) => Of("UnknownDatabaseFormat", ErrorCategory.InvalidArgument, path,
        $"The extension of '{path}' is none of .dbc, .json, .csv and .md.", "Name the format with -Format.");

    public static ErrorRecord DatabaseFileExists(string path) => Of("DatabaseFileExists", ErrorCategory.ResourceExists, path,
        $"The file '{path}' is there already.", "Give another path, or leave -NoClobber out to replace it.");

    /// <summary>Why a database cannot be written; null for what nobody expected.</summary>
    public static ErrorRecord? DatabaseWriting(string path, Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException
        ? Of("DatabaseNotWritable", failure is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path,
            $"The database '{path}' cannot be written: {failure.Message}", "Check the folder, the rights and the room on the disk.", failure)
        : null;
}
