using System.Collections;
using System.Management.Automation;
using Caneth.Logs;

namespace Caneth.Binding;

/// <summary>Completes the names of log formats.</summary>
public sealed class LogFormatCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound) =>
        From(typed, LogFormats.All, format => format.Name, format => format.Description);
}
