using static Caneth.Amount;

namespace Caneth.Links.Candump;

/// <summary>What a link by candump and ssh says.</summary>
internal static class CandumpMessages
{
    public static LinkException NoSsh(CanAddress address, string program, Exception cause) => new(LinkError.ConnectFailed,
        $"{address} needs the program '{program}', which cannot be started: {cause.Message.TrimEnd('.')}.",
        "Install the client of OpenSSH; Windows offers it among its optional features.", cause);

    public static LinkException NotAnswered(CanAddress address, TimeSpan timeout, string? said, Exception cause) => new(LinkError.ConnectTimeout,
        $"{address} did not answer within {Seconds(timeout)}{Quoted(said)}.", TryByHand(address), cause);

    public static LinkException Ended(CanAddress address, string why, Exception cause) => new(LinkError.ConnectFailed,
        $"{address} cannot be reached: {why}.", TryByHand(address), cause);

    public static LinkException NotReady(string address) => new(LinkError.HandshakeFailed,
        $"{address} says many lines, and not that candump is ready.", "Log in by hand, and let its shell say nothing to programs.");

    /// <summary>Why ssh has ended.</summary>
    /// <param name="said">What it, or candump, said last; null where nothing.</param>
    /// <param name="status">The exit status.</param>
    public static string WhyEnded(string? said, int status) => said is null ? $"ssh ended with status {status}" : $"ssh ended{Quoted(said)}";

    public static string Said(string address, string line, int before) =>
        $"{address} says '{VisibleText.Shorten(line, 200)}'{(before == 0 ? "" : $", after {before:N0} other {(before == 1 ? "line" : "lines")}")}.";

    private static string Quoted(string? said) => said is null ? "" : $" and said '{VisibleText.Shorten(said, 200)}'";

    private static string TryByHand(CanAddress address) =>
        $"Try by hand: ssh {(address.Port == 0 ? "" : $"-p {address.Port} ")}{address.Host} candump {address.Bus}. "
        + "It must work without a password (by a key: ssh-copy-id) and know the key of the host.";
}
