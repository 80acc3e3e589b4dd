using System.Management.Automation;
using Caneth.Binding;
using Caneth.Cmdlets;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>
/// The base of the cmdlets that write log files: which file is meant, in which format, and what becomes of one that is there.
/// </summary>
public abstract class LogWritingCmdlet : CanCmdlet
{
    /// <summary>The format; by default the extension gives it.</summary>
    [Parameter]
    [Read<LogFormatConverter>]
    [ArgumentCompleter(typeof(WrittenLogFormatCompleter))]
    public LogFormat? Format { get; set; }

    /// <summary>Goes on at the end of a file that is there.</summary>
    [Parameter]
    public SwitchParameter Append { get; set; }

    /// <summary>The format of a file: the one asked for, or the one that its extension gives.</summary>
    private protected LogFormat FormatOf(string file) => Guard(
        () => Format ?? LogFormats.ForPath(file),
        failure => failure is ArgumentException unknown ? CanErrors.UnknownLogFormat(file, unknown) : null);
}
