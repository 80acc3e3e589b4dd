namespace Caneth.Sessions;

/// <summary>
/// Keeps warnings that come again and again from being told each time: the first are told at once, those that follow together, in
/// summaries at growing intervals. Safe for all threads.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="tell">Tells a summary, on a thread of the clock.</param>
internal sealed class RepeatedWarnings(TimeProvider time, Action<RepeatedWarnings.Summary> tell) : IDisposable
{
    /// <summary>How many of a kind are told at once.</summary>
    public const int AtOnce = 2;

    /// <summary>How long those that follow are gathered at first; it doubles with each summary.</summary>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);

    /// <summary>The longest time for which they are gathered.</summary>
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    // After so long a quiet the next is news again.
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<(Enum Kind, string Subject), Row> rows = [];
    private bool disposed;

    /// <summary>What happened again.</summary>
    /// <param name="Kind">What kind of thing.</param>
    /// <param name="Message">The last of them, with how often it happened.</param>
    public sealed record Summary(Enum Kind, string Message);

    /// <summary>Notes a warning.</summary>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="subject">To whom it happened, where several are of a kind.</param>
    /// <param name="message">What happened, in words.</param>
    /// <param name="frames">How many frames it is about.</param>
    /// <returns>What to tell now; null where it is told later, with others.</returns>
    public string? News(Enum kind, string subject, string message, long frames)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (!rows.TryGetValue((kind, subject), out var row) || row.IsOver(time, now))
            {
                row?.Timer?.Dispose();
                rows[(kind, subject)] = row = new(kind);
            }

            row.LastAt = now;
            if (row.Told < AtOnce || disposed)
            {
                row.Told++;
                row.ToldAt = now;
                return message;
            }

            row.Held++;
            row.HeldFrames += frames;
            row.Message = message;
            if (time.GetElapsedTime(row.ToldAt, now) >= row.Interval)
            {
                return SumUp(row, now);
            }

            // The next that comes after the interval sums up those before it. Where none comes, a timer does.
            row.Timer ??= time.CreateTimer(Tell, row, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            row.Timer.Change(2 * row.Interval, Timeout.InfiniteTimeSpan);
            return null;
        }
    }

    /// <summary>Tells what was not told yet; from now on all is told at once.</summary>
    public void Dispose()
    {
        Row[] all;
        lock (gate)
        {
            disposed = true;
            all = [.. rows.Values];
        }

        foreach (var row in all)
        {
            Tell(row);
            row.Timer?.Dispose();
        }
    }

    private void Tell(object? state)
    {
        var row = (Row)state!;
        string message;
        lock (gate)
        {
            if (row.Held == 0)
            {
                return;
            }

            message = SumUp(row, time.GetTimestamp());
        }

        tell(new(row.Kind, message));
    }

    private string SumUp(Row row, long now)
    {
        var message = row.Held == 1 ? row.Message
            : SessionMessages.Repeated(row.Message, row.Held, row.HeldFrames, time.GetElapsedTime(row.ToldAt, now));
        row.Interval = row.Interval * 2 < LongestInterval ? row.Interval * 2 : LongestInterval;
        (row.Held, row.HeldFrames, row.ToldAt) = (0, 0, now);
        return message;
    }

    private sealed class Row(Enum kind)
    {
        public Enum Kind => kind;

        public int Told { get; set; }

        public long Held { get; set; }

        public long HeldFrames { get; set; }

        public long ToldAt { get; set; }

        public long LastAt { get; set; }

        public string Message { get; set; } = "";

        public TimeSpan Interval { get; set; } = FirstInterval;

        public ITimer? Timer { get; set; }

        public bool IsOver(TimeProvider time, long now) =>
            Held == 0 && time.GetElapsedTime(LastAt, now) >= (2 * Interval > Quiet ? 2 * Interval : Quiet);
    }
}
