using System.ComponentModel;
using System.Globalization;

namespace Caneth.Binding;

/// <summary>A moment in a log: a date and time, or so long after its first frame.</summary>
[TypeConverter(typeof(LogMomentConverter))]
public sealed record LogMoment
{
    private readonly Timestamp? moment;
    private readonly TimeSpan sinceStart;

    /// <summary>A date and time.</summary>
    /// <param name="moment">When.</param>
    public LogMoment(Timestamp moment) => this.moment = moment;

    /// <summary>So long after the first frame of the log.</summary>
    /// <param name="sinceStart">How long.</param>
    public LogMoment(TimeSpan sinceStart) => this.sinceStart = sinceStart;

    /// <summary>The moment itself.</summary>
    /// <param name="first">The time of the log's first frame.</param>
    /// <returns>The moment.</returns>
    public Timestamp In(Timestamp first) => moment ?? first + sinceStart;

    /// <summary>The moment as it may be written.</summary>
    /// <returns>A date and time, or seconds.</returns>
    public override string ToString() => moment?.ToString() ?? sinceStart.TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
