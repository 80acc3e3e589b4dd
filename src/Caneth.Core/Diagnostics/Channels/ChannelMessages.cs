using System.Globalization;
using Caneth.Sessions;

namespace Caneth.Diagnostics.Channels;

/// <summary>What channels and control units say to people.</summary>
internal static class ChannelMessages
{
    private const int MostShown = 32;

    public static string Reader(IsoTpAddress address) => $"The channel {address}";

    public static IsoTpException NotSent(IsoTpAddress address, IsoTpError error, string reason) =>
        new(error, $"A message was not sent whole ({address}). {reason}");

    /// <param name="where">From whom, or over which channel.</param>
    /// <param name="message">What there is of it.</param>
    public static IsoTpException NotReceived(string where, IsoTpMessage message) =>
        new(message.Error!.Value, $"A message was not received whole ({where}). {message.Reason}");

    public static IsoTpException LinkLost(CanSession session, IsoTpAddress address) => new(IsoTpError.LinkLost,
        $"'{session.Name}' lost its connection in the midst of an exchange ({address}). {LastError(session)}".TrimEnd(), session.LastError);

    public static IsoTpException NotConnected(CanSession session, IsoTpAddress address) => new(IsoTpError.LinkLost,
        $"Nothing was sent ({address}): '{session.Name}' is {session.State.ToString().ToLowerInvariant()}. {LastError(session)}".TrimEnd(), session.LastError);

    public static ObjectDisposedException Disposed(IsoTpAddress address) => new(nameof(IsoTpChannel), $"The channel {address} is closed.");

    /// <param name="unit">Whom was asked, by name and ids.</param>
    /// <param name="request">What for.</param>
    /// <param name="time">How long was waited.</param>
    public static TimeoutException NoResponse(string unit, UdsMessage request, TimeSpan time) =>
        new($"{unit} did not answer {Named(request)} within {Amount.Seconds(time)}.");

    public static TimeoutException NoFinalResponse(string unit, UdsMessage request, int pendings, TimeSpan time) =>
        new($"{AskedForPatience(unit, request, pendings)}, and did not answer within {Amount.Seconds(time)} more.");

    public static TimeoutException PendingTooLong(string unit, UdsMessage request, int pendings, TimeSpan time) =>
        new($"{AskedForPatience(unit, request, pendings)}, for longer than {Amount.Seconds(time)}.");

    public static string Refused(string unit, UdsMessage request, UdsResponseCode code) => $"{unit} refused {Named(request)}: {UdsResponseCodes.Describe(code)}.";

    public static string OtherLength(string unit, ulong address, int asked, int came) => string.Create(CultureInfo.InvariantCulture,
        $"{unit} gave {Amount.Bytes(came)} of its memory at 0x{address:X}, and {asked:N0} were asked for.");

    public static string NoBlockLength(string unit, UdsMessage accepted) =>
        $"{unit} accepted the transfer and did not say how long its blocks may be: {accepted.Data.Shorten(MostShown)}.";

    /// <summary>What to do about a message that was not carried whole; null where nothing general can be said.</summary>
    public static string? Advice(IsoTpError error) => error switch
    {
        IsoTpError.NoFlowControl => "Check that somebody listens to these ids and that frames are filled up to 8 bytes, which many control units insist on.",
        IsoTpError.WrongSequence or IsoTpError.WrongFrameLength => "Ask again. Where it happens often, ask for a separation time or smaller blocks, so that fewer frames are lost.",
        IsoTpError.NoConsecutiveFrame => "Check that flow controls reach the control unit: the id that is sent to, the addressing, and frames of 8 bytes.",
        IsoTpError.TooLong => "Allow longer messages where it is meant.",
        IsoTpError.Overflow => "Send less at once: the control unit says how much it takes.",
        IsoTpError.TooManyWaits => "Try again when the control unit is less busy, or allow more waits.",
        IsoTpError.LinkLost => "Try again when the device is connected. It is not known whether the control unit did what it was asked to.",
        _ => null,
    };

    /// <summary>A request by its service and what it says: <c>ReadDataByIdentifier F190</c>.</summary>
    private static string Named(UdsMessage request) => $"{request.Service} {Short(request.Text)}".TrimEnd();

    private static string Short(string text) => text.Length <= MostShown ? text : $"{text[..MostShown]}...";

    private static string AskedForPatience(string unit, UdsMessage request, int pendings) =>
        $"{unit} asked for patience {Times(pendings)} for {Named(request)} (response pending, 78)";

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.InvariantCulture, $"{count:N0} times");

    private static string? LastError(CanSession session) => session.LastError?.Message;
}
