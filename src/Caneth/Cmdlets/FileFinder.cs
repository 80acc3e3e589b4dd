using System.Management.Automation;
using Caneth.Recording;

namespace Caneth.Cmdlets;

/// <summary>Finds the files that a path of a cmdlet means.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="notFound">The error for a path that leads to no file.</param>
/// <param name="report">Takes each error; null to write it.</param>
internal sealed class FileFinder(CanCmdlet cmdlet, Func<string, ErrorRecord> notFound, Action<ErrorRecord>? report = null)
{
    private const string FileSystem = "FileSystem";

    /// <summary>The files that are meant, in the order of their names where a wildcard stands for them.</summary>
    /// <param name="paths">The paths.</param>
    /// <param name="isLiteral">Whether brackets and stars are taken as they are.</param>
    public IReadOnlyList<string> Find(IEnumerable<string> paths, bool isLiteral)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (path.Length == 0)
            {
                Report(CanErrors.NotAFile(path));
                continue;
            }

            try
            {
                files.AddRange(Find(path, isLiteral));
            }
            catch (Exception failure) when (failure is ItemNotFoundException
                or System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
            {
                Report(notFound(path));
            }
        }

        return files;
    }

    private IReadOnlyList<string> Find(string path, bool isLiteral)
    {
        ProviderInfo provider;
        IReadOnlyList<string> files = isLiteral
            ? [cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
            : cmdlet.GetResolvedProviderPathFromPSPath(path, out provider);
        if (provider.Name == FileSystem && !isLiteral && WildcardPattern.ContainsWildcardCharacters(path))
        {
            // A wildcard means logs, and not what stands beside them.
            return [.. files.Where(file => File.Exists(file) && !RecordingSummary.IsOne(file)).Order(NaturalOrder.Comparer)];
        }

        foreach (var file in files)
        {
            if (provider.Name != FileSystem || Directory.Exists(file))
            {
                Report(CanErrors.NotAFile(file));
                return [];
            }

            if (!File.Exists(file))
            {
                Report(notFound(file));
                return [];
            }
        }

        return files;
    }

    private void Report(ErrorRecord error) => (report ?? cmdlet.WriteError)(error);
}
