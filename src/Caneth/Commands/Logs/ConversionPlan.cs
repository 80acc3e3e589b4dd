using Caneth.Cmdlets;
using Caneth.Logs;

namespace Caneth.Commands;

/// <summary>Which file each log becomes: what -Destination and -DestinationFormat say.</summary>
internal sealed class ConversionPlan
{
    private readonly string? folder;
    private readonly string? file;
    private readonly LogFormat format;

    /// <summary>Looks at what was given; what leads nowhere ends the command with an error.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="destination">A file for all logs, a folder for a file of each; null for a file beside each.</param>
    /// <param name="format">The format; null to go by the file's name.</param>
    public ConversionPlan(CanCmdlet cmdlet, string? destination, LogFormat? format)
    {
        if (destination is not null)
        {
            var path = Resolve(cmdlet, destination);
            var isFolder = Directory.Exists(path) || Path.EndsInDirectorySeparator(destination);
            folder = isFolder ? path : null;
            file = isFolder ? null : path;
        }

        this.format = format
            ?? (file is not null ? FormatOf(cmdlet, file)
                : cmdlet.Fail<LogFormat>(folder is null ? CanErrors.NoDestination() : CanErrors.NoDestinationFormat(folder)));
        if (!IsOneFile && this.format.Extensions.Count == 0)
        {
            cmdlet.Fail<object>(CanErrors.NoExtension(this.format));
        }
    }

    /// <summary>Whether all logs become one file.</summary>
    public bool IsOneFile => file is not null;

    /// <summary>The files to write.</summary>
    /// <param name="logs">The logs.</param>
    public IReadOnlyList<ConversionTarget> TargetsOf(IReadOnlyList<string> logs) => logs.Count == 0 ? []
        : file is not null ? [new(file, format, logs)]
        : [.. logs.Select(log => new ConversionTarget(Path.Combine(folder ?? Path.GetDirectoryName(log)!, NameOf(log)), format, [log]))];

    private static string Resolve(CanCmdlet cmdlet, string destination)
    {
        var path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(destination, out var provider, out _);
        return provider.Name == "FileSystem" ? path : cmdlet.Fail<string>(CanErrors.NotAFile(destination));
    }

    private static LogFormat FormatOf(CanCmdlet cmdlet, string file) => cmdlet.Guard(
        () => LogFormats.ForPath(file),
        failure => failure is ArgumentException unknown ? CanErrors.UnknownLogFormat(file, unknown, "DestinationFormat") : null);

    private string NameOf(string log)
    {
        var name = Path.GetFileName(log);
        var plain = name.EndsWith(LogFormats.GzipExtension, StringComparison.OrdinalIgnoreCase) ? name[..^LogFormats.GzipExtension.Length] : name;
        return Path.GetFileNameWithoutExtension(plain) + format.Extensions[0];
    }
}
