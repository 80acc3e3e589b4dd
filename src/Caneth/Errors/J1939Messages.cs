using System.Globalization;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Signals;

namespace Caneth;

/// <summary>What the module says about J1939 without being an error.</summary>
internal static class J1939Messages
{
    private const int MostShown = 16;

    public static FormatException NotAGroup(string text) => new(string.Create(CultureInfo.InvariantCulture,
        $"'{text}' is no parameter group. Write its number, 0 to {J1939Id.MaxGroupNumber}, such as 65226 or 0xFECA, or the name that a database or the protocol has for it, such as DM1."));

    public static string Claim(byte address, J1939Name name) => $"Claim the address 0x{address:X2} for the NAME {name}";

    public static string Claiming(J1939Node node) => $"Claiming the address 0x{node.Options.Address:X2}";

    public static string Send(uint group, MessageData data, byte? to) =>
        string.Create(CultureInfo.InvariantCulture, $"Send PGN {group}{(to is { } one ? $" to 0x{one:X2}" : "")}: {data.Shorten(MostShown)}");

    public static string Sending(uint group) => string.Create(CultureInfo.InvariantCulture, $"Sending PGN {group}");

    public static string Request(uint group, byte to) =>
        string.Create(CultureInfo.InvariantCulture, $"Request PGN {group} of {Whom(to)}");

    public static string Waiting(byte to) => $"Waiting for {Whom(to)}";

    public static string Listening() => "Listening who is on the bus";

    public static string SameName(J1939Node node) => J1939Texts.SameName(node.Session, node.Name);

    public static string AddressTaken(J1939Node node, byte own) =>
        $"0x{node.Options.Address:X2} is another node's on '{node.Device}', so 0x{own:X2} was taken.";

    private static string Whom(byte to) => to == J1939Frames.ToAll ? "all" : $"0x{to:X2}";
}
