using Caneth.Logs;
using Caneth.Recording;

namespace Caneth.Tool.Configuration;

/// <summary>What is recorded, and where to.</summary>
/// <param name="Service">What the recorder is called, and how it tells of itself.</param>
/// <param name="Devices">The devices that are connected to.</param>
/// <param name="Filter">Which frames.</param>
/// <param name="Options">Where to and how.</param>
/// <param name="MaxFrameAge">How old the last frame may become before the recorder is not healthy; null for any age, since a quiet bus is legal.</param>
/// <param name="MaxFlushAge">How long what has come may not be with the operating system before the recorder is not healthy.</param>
internal sealed record RecordSettings(
    ServiceSettings Service,
    IReadOnlyList<GatewaySettings> Devices,
    FrameFilter Filter,
    RecordingOptions Options,
    TimeSpan? MaxFrameAge,
    TimeSpan MaxFlushAge)
{
    private static readonly TimeSpan ShortestTime = TimeSpan.FromSeconds(1);

    /// <summary>Reads them.</summary>
    public static RecordSettings Of(ConfigSection section)
    {
        var service = ServiceSettings.Of(section, "recorder");
        return new(
            service,
            GatewaySettings.AllOf(section, "devices"),
            CollectSettings.FilterOf(section),
            OptionsOf(section, service),
            section.Time("maxFrameAge", ShortestTime),
            section.Time("maxFlushAge", ShortestTime) ?? TimeSpan.FromSeconds(10));
    }

    private static RecordingOptions OptionsOf(ConfigSection section, ServiceSettings service) => new()
    {
        Name = service.Name,
        Path = Path.GetFullPath(section.RequiredText("path")),
        Format = section.Read("format", Formats.ByName) ?? Formats.Known(section, "path"),
        ExistingFile = section.Flag("append") ? ExistingFile.Append : ExistingFile.Refuse,
        MaxSize = section.Size("maxSize", 1),
        MaxTime = section.Time("maxTime", ShortestTime),
        SplitAt = section.Has("splitAt") ? section.Read("splitAt", ReadMark) : null,
        MaxFiles = section.Has("maxFiles") ? (int)section.Number("maxFiles", 1, int.MaxValue, otherwise: 1) : null,
        MaxTotalSize = section.Size("maxTotalSize", 1),
        MaxAge = section.Time("maxAge", ShortestTime),
        MinFree = section.Size("minFree", 1),
        Durable = section.Flag("durable"),
        Trigger = section.Section("trigger") is { } trigger ? TriggerOf(trigger) : null,
    };

    private static RecordingTrigger TriggerOf(ConfigSection section) => new()
    {
        Before = section.Time("before", TimeSpan.Zero) ?? TimeSpan.Zero,
        After = section.Time("after", TimeSpan.Zero) ?? TimeSpan.Zero,
        Filter = section.ReadAll("id", IdFilter.Parse) is { Count: > 0 } ids ? new(ids) : throw section.Missing("id"),
    };

    private static ClockMark ReadMark(string text) => Enum.TryParse<ClockMark>(text, ignoreCase: true, out var mark) && Enum.IsDefined(mark) ? mark
        : throw new FormatException($"'{VisibleText.Shorten(text)}' is not a mark of the clock; {string.Join(" and ", Enum.GetNames<ClockMark>())} are.");
}
