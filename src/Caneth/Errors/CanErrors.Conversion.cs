using System.Management.Automation;
using Caneth.Logs;

namespace Caneth;

/// <content>The errors about logs that are converted.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NoDestination() => Of("NoDestination", ErrorCategory.InvalidArgument, null,
        "Neither a file to write nor a format was given.",
        "Name the file: Convert-CanLog drive.blf drive.log. Or give the format with -DestinationFormat, for a file beside each log.");

    public static ErrorRecord NoDestinationFormat(string folder) => Of("NoDestinationFormat", ErrorCategory.InvalidArgument, folder,
        $"'{folder}' is a folder, and no format was given for the files in it.",
        "Give it with -DestinationFormat, such as candump, asc, trc, blf, csv or jsonl, or name a file.");

    public static ErrorRecord NoExtension(LogFormat format) => Of("NoExtension", ErrorCategory.InvalidArgument, format,
        $"The format {format} has no extension of its own, so the files have no names.",
        "Name a file with -Destination, one log at a time.");

    public static ErrorRecord OnlyForOneFile(string parameter) => Of("OnlyForOneFile", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} was given, and each log becomes a file of its own.",
        "Leave it out, or name one file for all logs with -Destination, for example drive.log.");

    public static ErrorRecord SameDestination(string path, string log) => Of("SameDestination", ErrorCategory.ResourceExists, path,
        $"'{log}' would become '{path}', as another log of this command did.",
        "Convert the logs by two commands, into two folders.");

    public static ErrorRecord NotATable(string path) => Of("NotATable", ErrorCategory.InvalidArgument, path,
        $"-Database makes a table of signals (CSV), and '{path}' is not the name of one.",
        "Name a file with the extension .csv, or leave -Database out to convert the frames.");

    public static ErrorRecord NotForTables(string parameter) => Of("NotForTables", ErrorCategory.InvalidArgument, parameter,
        $"-{parameter} was given together with -Database, which makes a table of signals.",
        "Leave one of them out.");
}
