namespace Caneth.Links.Gvret;

/// <summary>What a link by GVRET says.</summary>
internal static class GvretMessages
{
    public const string AdviceWithoutFrames = "Is the bit rate of its bus right (?bitrate=500000), is the bus the one that is meant (gvret://host/1), and is anything sent on it?";

    public static string OtherBus(string device, int bus, int otherBus) =>
        $"'{device}' receives the bus {bus}; frames of the bus {otherBus} come over the same connection, and are passed over and counted.";
}
