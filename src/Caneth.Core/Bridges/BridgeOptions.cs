namespace Caneth.Bridges;

/// <summary>What a bridge carries, and how. Cannot change once it does.</summary>
public sealed record BridgeOptions
{
    // A frame in a quarter of an hour; the pause between two must fit a timer.
    private const double LeastFrameRate = 0.001;
    private const double MaxFrameRateLimit = 1_000_000;

    /// <summary>What the bridge is called.</summary>
    public string Name { get; init; } = "bridge";

    /// <summary>Whether frames go from the first device to the second alone, and not back.</summary>
    public bool OneWay { get; init; }

    /// <summary>Which frames it carries, with the ids that they have on the first device; all by default.</summary>
    public FrameFilter Filter { get; init; } = FrameFilter.All;

    /// <summary>
    /// Which ids are changed: those that frames have on the first device, each with that on the second. On the way back it is the other way
    /// round. Standard or extended follows from the new id.
    /// </summary>
    public IReadOnlyDictionary<uint, uint> IdMap { get; init; } = new Dictionary<uint, uint>();

    /// <summary>The most frames a second that go each way, 0.001 to 1,000,000; null, the default, without a limit.</summary>
    public double? MaxFrameRate { get; init; }

    /// <summary>
    /// How old a frame may become in the bridge, 1 ms to 49 days: what is older, because the other side is slow or cannot be reached, is
    /// dropped and counted. By default 0.5 s: an old command is worse than none.
    /// </summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How many frames wait in each direction, 1 to 67,108,864; those beyond are dropped and counted.</summary>
    public int Capacity { get; init; } = 65_536;

    /// <summary>Says which option is out of its range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name);
        ArgumentNullException.ThrowIfNull(Filter);
        ArgumentNullException.ThrowIfNull(IdMap);
        Option.RequireRange(MaxFrameRate ?? 1, nameof(MaxFrameRate), LeastFrameRate, MaxFrameRateLimit, " frames/s");
        Option.RequireRange(Capacity, nameof(Capacity), 1, 64 * 1024 * 1024, " frames");
        Option.RequireTime(MaxAge, nameof(MaxAge), TimeSpan.FromMilliseconds(1));
        foreach (var (from, to) in IdMap)
        {
            Option.Require(Math.Max(from, to) <= CanId.MaxExtended, nameof(IdMap), $"0x{Math.Max(from, to):X}", $"0 to 0x{CanId.MaxExtended:X}");
        }

        var twice = IdMap.Values.GroupBy(id => id).FirstOrDefault(group => group.Count() > 1);
        Option.Require(OneWay || twice is null, nameof(IdMap), $"0x{twice?.Key:X} for two ids", "one id for each, since frames go back too; or one way");
    }
}
