using System.Globalization;
using Caneth.Statistics;

namespace Caneth.Watching;

/// <summary>What moved since it was asked last, as a line an id: for a file, and for whoever has no terminal.</summary>
internal sealed class PlainLines
{
    private readonly Dictionary<(string? Device, uint Id, bool Extended, bool Remote), long> counts = [];

    /// <summary>A line for each id of which frames came.</summary>
    /// <param name="ids">What came of each id.</param>
    public IEnumerable<string> Next(IEnumerable<FrameStatistics> ids)
    {
        foreach (var id in ids)
        {
            var key = (id.Device, id.Id, id.Extended, id.Remote);
            var before = counts.GetValueOrDefault(key);
            if (id.Count > before)
            {
                counts[key] = id.Count;
                yield return VisibleText.Of(string.Create(CultureInfo.InvariantCulture,
                    $"{id.Last.ToLocalTime():HH:mm:ss.fff}  {id.Device}  {id.HexId,8}  {id.Count,8} (+{id.Count - before})  {id.Frame.Data}{(id.Message is null ? "" : $"  {id.Message}")}"));
            }
        }
    }
}
