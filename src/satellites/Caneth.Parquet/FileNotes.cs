namespace Caneth.Parquet;

/// <summary>What a file says of itself, beside its columns.</summary>
internal static class FileNotes
{
    private const string Channels = "caneth.channels";
    private const string Version = "caneth.version";

    /// <summary>What a file is to say.</summary>
    /// <param name="channels">The channels of its frames.</param>
    /// <param name="more">What else it is to say.</param>
    public static Dictionary<string, string> Of(ChannelList channels, Dictionary<string, string>? more = null) => new(more ?? [])
    {
        [Channels] = channels.ToJson(),
        [Version] = typeof(CanFrame).Assembly.GetName().Version!.ToString(fieldCount: 3),
    };

    /// <summary>The names of the channels, in the order of their numbers; none where it does not say them, since another program wrote it.</summary>
    public static string?[] ChannelsOf(IReadOnlyDictionary<string, string> notes) => ChannelList.Parse(notes.GetValueOrDefault(Channels));
}
