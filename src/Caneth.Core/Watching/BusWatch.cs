using Caneth.Statistics;

namespace Caneth.Watching;

/// <summary>
/// What somebody sees who watches a bus, and what their keys do: pure, without a clock and a terminal. <see cref="WatchPage"/> draws it.
/// </summary>
/// <param name="onlyChanged">Whether only ids are shown whose data has changed.</param>
internal sealed class BusWatch(bool onlyChanged = false)
{
    private readonly Dictionary<(string? Device, uint Id, bool Extended, bool Remote), WatchedId> known = [];

    /// <summary>The ids that are shown, in their order.</summary>
    public List<WatchedId> Rows { get; private set; } = [];

    /// <summary>How they are ordered.</summary>
    public RowOrder Order { get; private set; }

    /// <summary>What ids, names or values must contain to be shown; empty for all.</summary>
    public string Filter { get; private set; } = "";

    /// <summary>Whether the filter is being typed.</summary>
    public bool IsTyping { get; private set; }

    /// <summary>Whether nothing moves.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Whether the selected row is shown with all that is known of it.</summary>
    public bool ShowsDetails { get; private set; }

    /// <summary>Whether it is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The place of the row that is selected, from 0.</summary>
    public int Selected { get; private set; }

    /// <summary>The row that is selected; null where there is none.</summary>
    public WatchedId? SelectedRow => Selected < Rows.Count ? Rows[Selected] : null;

    /// <summary>Whether all counters are to begin again; whoever counts then calls <see cref="Clear"/>.</summary>
    public bool WantsClear { get; private set; }

    /// <summary>Takes in what is known now.</summary>
    /// <param name="ids">What came of each id.</param>
    /// <param name="time">Now.</param>
    public void Update(IReadOnlyList<FrameStatistics> ids, DateTimeOffset time)
    {
        if (IsPaused)
        {
            return;
        }

        foreach (var id in ids)
        {
            var key = (id.Device, id.Id, id.Extended, id.Remote);
            if (known.TryGetValue(key, out var row))
            {
                row.Update(id, time);
            }
            else
            {
                known.Add(key, new(id, time));
            }
        }

        Arrange();
    }

    /// <summary>Forgets what was seen.</summary>
    public void Clear()
    {
        known.Clear();
        WantsClear = false;
        Arrange();
    }

    /// <summary>Does what a key asks for.</summary>
    /// <param name="key">The key.</param>
    /// <param name="page">How many rows a page has.</param>
    public void Press(ConsoleKeyInfo key, int page)
    {
        if (IsTyping)
        {
            Type(key);
        }
        else
        {
            Command(key, page);
        }

        Arrange();
    }

    private void Command(ConsoleKeyInfo key, int page)
    {
        switch (key.Key)
        {
            case ConsoleKey.UpArrow: Selected--; break;
            case ConsoleKey.DownArrow: Selected++; break;
            case ConsoleKey.PageUp: Selected -= page; break;
            case ConsoleKey.PageDown: Selected += page; break;
            case ConsoleKey.Home: Selected = 0; break;
            case ConsoleKey.End: Selected = int.MaxValue; break;
            case ConsoleKey.Enter: ShowsDetails = !ShowsDetails && Rows.Count > 0; break;
            case ConsoleKey.Escape when ShowsDetails: ShowsDetails = false; break;
            case ConsoleKey.Escape when Filter.Length > 0: Filter = ""; break;
            case ConsoleKey.Escape or ConsoleKey.Q: IsOver = true; break;
            case ConsoleKey.P or ConsoleKey.Spacebar: IsPaused = !IsPaused; break;
            case ConsoleKey.C: WantsClear = true; break;
            case ConsoleKey.S: Order = (RowOrder)(((int)Order + 1) % Enum.GetValues<RowOrder>().Length); break;
            default: IsTyping = key.KeyChar is '/' or 'f'; break;
        }
    }

    private void Type(ConsoleKeyInfo key)
    {
        const int Longest = 40;
        switch (key.Key)
        {
            case ConsoleKey.Enter: IsTyping = false; break;
            case ConsoleKey.Escape: (IsTyping, Filter) = (false, ""); break;
            case ConsoleKey.Backspace: Filter = Filter.Length > 0 ? Filter[..^1] : ""; break;
            default: Filter += !char.IsControl(key.KeyChar) && Filter.Length < Longest ? key.KeyChar : ""; break;
        }
    }

    private void Arrange()
    {
        // The row that was selected stays so wherever it goes.
        Selected = Math.Clamp(Selected, 0, Math.Max(0, Rows.Count - 1));
        var selected = SelectedRow;
        var rows = known.Values.Where(row => (!onlyChanged || row.Changed is not null || row.Statistics.ChangedBytes.Count > 0) && IsWanted(row.Statistics))
            .OrderBy(row => row.Statistics.Extended).ThenBy(row => row.Statistics.Id);
        Rows =
        [
            .. Order switch
            {
                RowOrder.Name => rows.OrderBy(row => row.Statistics.Message is null).ThenBy(row => row.Statistics.Message, StringComparer.OrdinalIgnoreCase),
                RowOrder.Count => rows.OrderByDescending(row => row.Statistics.Count),
                RowOrder.Rate => rows.OrderByDescending(row => row.Rate ?? row.Statistics.Rate),
                RowOrder.Changed => rows.OrderByDescending(row => row.Changed),
                _ => rows,
            },
        ];
        Selected = selected is not null && Rows.IndexOf(selected) is >= 0 and var place ? place : Math.Clamp(Selected, 0, Math.Max(0, Rows.Count - 1));
    }

    private bool IsWanted(FrameStatistics id) => Filter.Length == 0
        || id.HexId.Contains(Filter, StringComparison.OrdinalIgnoreCase)
        || id.Message?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true
        || id.Device?.Contains(Filter, StringComparison.OrdinalIgnoreCase) == true;
}
