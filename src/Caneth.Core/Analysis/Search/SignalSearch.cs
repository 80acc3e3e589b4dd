using Caneth.Signals;

namespace Caneth.Analysis;

/// <summary>
/// Finds the bits of frames that go with a known series of values: a speed from OBD-II or GPS, another signal, the moments at which somebody
/// pressed a pedal. Frames are kept, 16 bytes each. Not for several threads at once.
/// </summary>
/// <example>
/// <code>
/// var search = new SignalSearch();
/// foreach (var frame in frames) search.Add(frame);
/// var best = search.Find(speeds)[0];
/// </code>
/// </example>
public sealed class SignalSearch
{
    private readonly DatabaseSet databases;
    private readonly SearchedFrames searched;

    /// <summary>A search that has seen no frame.</summary>
    /// <param name="databases">The databases that know some of the messages; null for none.</param>
    public SignalSearch(DatabaseSet? databases = null)
    {
        this.databases = databases ?? DatabaseSet.Empty;
        searched = new(this.databases);
    }

    /// <summary>How many frames there are to search in: those with data.</summary>
    public long FrameCount => searched.Count;

    /// <summary>How many frames were not looked at, since they came with more ids than a bus has.</summary>
    public long FramesBeyond => searched.History.Beyond;

    /// <summary>When the first of them came; null where there is none.</summary>
    public Timestamp? FirstTime { get; private set; }

    /// <summary>When the last of them came; null where there is none.</summary>
    public Timestamp? LastTime { get; private set; }

    /// <summary>Takes a frame.</summary>
    /// <param name="frame">The frame; those of one id come in the order of their times.</param>
    public void Add(in CanFrame frame)
    {
        if (searched.Add(frame))
        {
            FirstTime = FirstTime is { } first && first <= frame.Timestamp ? first : frame.Timestamp;
            LastTime = LastTime is { } last && last >= frame.Timestamp ? last : frame.Timestamp;
        }
    }

    /// <summary>Finds the bits that go with a series of values.</summary>
    /// <param name="reference">The values with their times, in any order.</param>
    /// <param name="options">How to look; null for the usual.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The findings, the surest first; none where the reference does not vary, or its times are not those of the frames.</returns>
    /// <exception cref="OperationCanceledException">The search was cancelled.</exception>
    public IReadOnlyList<SignalMatch> Find(IEnumerable<TimedValue> reference, SignalSearchOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxLag, TimeSpan.Zero);
        var series = new ReferenceSeries(reference);
        var found = new List<SignalMatch>();
        if (!series.Varies)
        {
            return found;
        }

        foreach (var (stream, frames) in searched.Streams)
        {
            var message = databases.TryFind(stream.Empty, out var known) ? known : null;
            found.AddRange(new StreamSearch(stream, message, series, options, cancellationToken).Find(frames, searched.History.Streams[stream] is { IsMultiplexed: true } multiplexed ? multiplexed.Pages : null));
        }

        return [.. found.OrderByDescending(match => match.Score).ThenByDescending(match => match.Length).ThenBy(match => match.Id)];
    }
}
