namespace Caneth.Links;

/// <summary>The option of an address that says what is made of the times of another computer.</summary>
internal static class RemoteTimeOption
{
    private const string Key = "time";
    private const string Arrival = "host";
    private const string AsTheyAre = "remote";

    /// <summary>What can be said.</summary>
    public static LinkOption Option { get; } = LinkOption.OneOf(Key,
        "host: the times of arrival; remote: the other computer's times as they are. Without it these are brought to the time of this computer.", Arrival, AsTheyAre);

    /// <summary>What an address says.</summary>
    public static RemoteTime Of(CanAddress address) => address.Option(Key) switch
    {
        Arrival => RemoteTime.Arrival,
        AsTheyAre => RemoteTime.AsTheyAre,
        _ => RemoteTime.Anchored,
    };
}
