using System.Globalization;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;

namespace Caneth;

/// <summary>What the module says about control units without being an error.</summary>
internal static class EcuMessages
{
    private const int MostShown = 16;

    public static FormatException NotAnIdentifier(string text) => new(
        $"'{text}' is not an identifier. Write its four digits in hex, such as F190 or 0xF190, or the name of one that all control units share, such as Vin.");

    public static FormatException NotAService(string text) => new(
        $"'{text}' is not a service. Write its number in hex, such as 22 or 0x22, or its name, such as ReadDataByIdentifier.");

    public static FormatException NotASession(string text) => new(
        $"'{text}' is not a session. Write Default, Programming, Extended or SafetySystem, or its number in hex, 01 to 7F.");

    public static string Asking(UdsClient ecu, int pendings) => pendings == 0 ? $"Waiting for {ecu.Name}"
        : string.Create(CultureInfo.InvariantCulture, $"Waiting for {ecu.Name}, which asked for patience {pendings:N0} times");

    public static string AlreadyUnlocked(UdsClient ecu, int level) => $"{ecu.Name}: level {level} is unlocked already, so no key was sent.";

    public static string OtherLevel(UdsClient ecu, int asked, int answered) =>
        $"{ecu.Name} answered with the seed of level {answered} where that of level {asked} was asked for.";

    public static string LongSeparation(TimeSpan time) => $"The frames of long requests will be {Amount.Seconds(time)} apart. -SeparationTime is in seconds, "
        + $"and no control unit asks for more than {Amount.Seconds(SeparationTime.Longest)}; 20ms is 20 milliseconds.";

    public static FormatException NoKey() => new("It emitted nothing.");

    public static string Short(MessageData message) => message.Shorten(MostShown);

    public static string WrongLength(ushort identifier, int holds, int given) => string.Create(CultureInfo.InvariantCulture,
        $"{identifier:X4} holds {Amount.Bytes(holds)}, and {given:N0} {(given == 1 ? "was" : "were")} given.");

    /// <param name="action">What is done.</param>
    /// <param name="address">Where.</param>
    /// <param name="length">With how many bytes.</param>
    public static string Memory(string action, ulong address, long length) =>
        string.Create(CultureInfo.InvariantCulture, $"{action} {Amount.Bytes(length)} at 0x{address:X}");

    public static string Search(int count) => string.Create(CultureInfo.InvariantCulture, $"Ask {count:N0} ids whether a control unit is there");

    public static string Searching((int Asked, int All) progress) =>
        string.Create(CultureInfo.InvariantCulture, $"{progress.Asked:N0} of {progress.All:N0} ids asked");

    public static string Send(UdsMessage request) => $"{request.Service} {request.Text}".TrimEnd();
}
