using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>A time in a log: a date and time, or the time since its first frame.</summary>
[TypeConverter(typeof(LogTimeConverter))]
public sealed record LogTime
{
    private readonly Timestamp? moment;
    private readonly TimeSpan sinceStart;

    /// <summary>A date and time.</summary>
    /// <param name="moment">When.</param>
    public LogTime(Timestamp moment) => this.moment = moment;

    /// <summary>The time since the first frame of the log.</summary>
    /// <param name="sinceStart">How long.</param>
    public LogTime(TimeSpan sinceStart) => this.sinceStart = sinceStart;

    /// <summary>The time as a timestamp.</summary>
    /// <param name="first">The time of the log's first frame.</param>
    /// <returns>The timestamp.</returns>
    public Timestamp In(Timestamp first) => moment ?? first + sinceStart;

    /// <summary>The time as it may be written.</summary>
    /// <returns>A date and time, or seconds.</returns>
    public override string ToString() => moment?.ToString() ?? sinceStart.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
