using System.Globalization;
using System.Management.Automation;
using Caneth.Plotting;
using Caneth.Sessions;

namespace Caneth;

/// <content>The errors about series, and the files that they are written to.</content>
internal static partial class CanErrors
{
    public static ErrorRecord OneSource(IEnumerable<string> given) => Of("OneSource", ErrorCategory.InvalidArgument, null,
        $"Frames come from one place, and {string.Join(" and ", given)} were given together.",
        "Give one of them: a device, log files, or frames by the pipeline.");

    public static ErrorRecord NoValues(string what, IReadOnlyList<CanSession> sessions) => Of("NoValues", ErrorCategory.ObjectNotFound, what,
        $"No {what} came, so nothing was drawn or written. {string.Join(' ', sessions.Select(Why))}".TrimEnd(),
        Advice(sessions, "Look at what comes with Receive-CanFrame or Import-CanLog; Get-CanSignal shows which signals a database has. "
            + "A signal of more than 64 bits is no number."));

    public static ErrorRecord TooManySeries(IReadOnlyCollection<TimeSeries> series, int most) => Of("TooManySeries", ErrorCategory.LimitsExceeded, null,
        string.Create(CultureInfo.InvariantCulture, $"A plot shows at most {most} lines, and these are {series.Count:N0}: {VisibleText.List([.. series.Select(one => one.Name)])}."),
        "Name those that are to be drawn with -Signal, or -Id and -Byte.");

    public static ErrorRecord TooManyRows(long rows, long most) => Of("TooManyRows", ErrorCategory.LimitsExceeded, rows,
        string.Create(CultureInfo.InvariantCulture, $"The table would have {rows:N0} rows, and at most {most:N0} are written."),
        "Give a longer interval with -Sample, or leave it out for a row for each time at which something came.");

    public static ErrorRecord NoInterval() => Of("NoInterval", ErrorCategory.InvalidArgument, TimeSpan.Zero,
        "-Sample is 0 s, and an interval takes more than that.",
        "Give a time such as 0.01 or 100ms, or leave -Sample out for a row for each time at which something came.");

    public static ErrorRecord ByteAndRate() => Of("ByteAndRate", ErrorCategory.InvalidArgument, null,
        "-Byte was given together with -Rate: what is drawn is either what is in the frames or how often they come.",
        "Give one of them.");

    public static ErrorRecord EveryWithoutRate() => Of("EveryWithoutRate", ErrorCategory.InvalidArgument, null,
        "-Every was given without -Rate, and is the interval in which frames are counted for it.",
        "Give -Rate, too, or leave -Every out.");

    public static ErrorRecord UnknownPlotFormat(string path) => Of("UnknownPlotFormat", ErrorCategory.InvalidArgument, path,
        $"The extension of '{path}' is neither .html nor .svg.", "Name the format with -Format.");

    public static ErrorRecord PlotNotOpened(string file, string reason) => Of("PlotNotOpened", ErrorCategory.OpenError, file,
        $"The plot is in '{file}', but no browser could be opened. {reason}",
        "Open the file yourself, or draw in the terminal with -Terminal; Export-CanPlot writes it where you want it.");

    public static ErrorRecord FileExists(string path) => Of("FileExists", ErrorCategory.ResourceExists, path,
        $"The file '{path}' is there already.", "Give another path, or leave -NoClobber out to replace it.");

    /// <summary>Why a file cannot be written; null for what nobody expected.</summary>
    public static ErrorRecord? FileWriting(string path, Exception failure) => failure is IOException or UnauthorizedAccessException or NotSupportedException
        ? Of("FileNotWritable", failure is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path,
            $"The file '{path}' cannot be written: {failure.Message}", "Check the folder, the rights and the room on the disk.", failure)
        : null;
}
