using System.Collections;
using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Completes data with what the device received last with an id: the one that the line names, or any.</summary>
public sealed class DataCompleter : NameCompleter
{
    private protected override IEnumerable<CompletionResult> Complete(string typed, IDictionary bound)
    {
        var id = bound["Id"] is { } named && LanguagePrimitives.TryConvertTo<IdFilter[]>(named, out var ids) ? new FrameFilter(ids) : FrameFilter.All;
        return From(typed, IdCompleter.Seen(bound).Where(frame => frame.Data.Count > 0 && id.Matches(frame)),
            frame => $"{frame.Data}", frame => $"latest of {frame.HexId} from {frame.Device}");
    }
}
