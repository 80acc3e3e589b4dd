using static Caneth.Amount;

namespace Caneth.Links.Slcan;

/// <summary>What a link by SLCAN says.</summary>
internal static class SlcanMessages
{
    public static LinkException BitRateRefused(string address, int rate) => new(LinkError.HandshakeFailed,
        $"The adapter at {address} refused the bit rate of {rate} bit/s.",
        "Give another one, or leave bitrate out where the adapter has a bit rate of its own.");

    public static LinkException DataBitRateRefused(string address, int rate) => new(LinkError.HandshakeFailed,
        $"The adapter at {address} refused the bit rate of {rate} bit/s for the data phase.",
        "Leave data-bitrate out where the adapter has no CAN FD.");

    public static LinkException NotOpened(string address, bool listenOnly) => new(LinkError.HandshakeFailed,
        $"The adapter at {address} refused to open its bus{(listenOnly ? " to listen only" : "")}.",
        "Give the bit rate, as in ?bitrate=500000: most adapters want it first. End other programs that use the adapter.");

    public static string Refused(string address, CanFrame frame) =>
        $"The adapter at {address} refused the frame {frame.ToShortString()} (BEL): it did not send it. Its buffer is full, it only listens, or nobody on the bus acknowledges.";

    public static string NoAnswer(string address, CanFrame frame, TimeSpan time) =>
        $"The adapter at {address} did not answer within {Seconds(time)} to the frame {frame.ToShortString()}: nothing shows whether it was sent.";

    public static string Silent(string address) =>
        $"The adapter at {address} answered to no command. Some never do; where no frame comes either, it does not speak SLCAN, or its port has another speed (baud).";

    public static string NeverAnswers(string address) =>
        $"The adapter at {address} does not answer to frames, so they are sent without waiting, and what it refuses is not known.";
}
