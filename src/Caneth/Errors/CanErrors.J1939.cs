using System.Globalization;
using System.Management.Automation;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth;

/// <content>The errors about J1939.</content>
internal static partial class CanErrors
{
    public static ErrorRecord NoJ1939Node(CanSession session) => Of("NoJ1939Node", ErrorCategory.ConnectionError, session,
        $"'{session.Name}' has no address in J1939, and without one nothing is sent.", "Claim one: Connect-CanJ1939 0xF9.");

    public static ErrorRecord J1939NodeExists(J1939Node node) => Of("J1939NodeExists", ErrorCategory.ResourceExists, node,
        $"'{node.Device}' takes part in J1939 already: {node}.", "Use that one, or give it up first: Disconnect-CanJ1939.");

    public static ErrorRecord J1939AddressTaken(J1939NodeInfo other) => Of("J1939AddressTaken", ErrorCategory.ResourceExists, other,
        $"0x{other.Address:X2} is the address of another node on '{other.Device}'{(other.Name is { } name ? $": {name}{(other.FunctionName is { } function ? $" ({function})" : "")}" : "")}.",
        "Claim another one, or the next free one with -AnyAddress. With -Force it is claimed all the same, and where the other NAME is higher that node falls silent.");

    public static ErrorRecord NotAName(string text, FormatException exception) => Of("NotAName", ErrorCategory.InvalidArgument, text,
        exception.Message, "Or give its fields: -IdentityNumber, -ManufacturerCode, -Function.", exception);

    public static ErrorRecord GroupNotFound(string name, IEnumerable<string> known) => Of("GroupNotFound", ErrorCategory.ObjectNotFound, name,
        $"No parameter group is called '{name}'. {Known("Groups of the databases", known)}",
        "Give its number, or the database that has it: -Database truck.dbc.");

    public static ErrorRecord GroupAmbiguous(string name, IEnumerable<uint> groups) => Of("GroupAmbiguous", ErrorCategory.InvalidArgument, name,
        $"Several parameter groups are called '{name}': {string.Join(", ", groups.Select(group => group.ToString(CultureInfo.InvariantCulture)))}.", "Give its number.");

    public static ErrorRecord NobodyAnswered(uint group, TimeSpan time) => Of("J1939NoAnswer", ErrorCategory.OperationTimeout, group,
        string.Create(CultureInfo.InvariantCulture, $"Nobody answered the request for PGN {group} within {Amount.Seconds(time)}."),
        "Who does not have it says nothing when all are asked. Ask one of them with -Destination; Get-CanJ1939Node shows who is there.");

    /// <summary>Why something of J1939 was not done; null for an unexpected failure.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">What was to be done.</param>
    public static ErrorRecord? J1939(Exception failure, object? target) => failure switch
    {
        J1939Exception broken => Of($"J1939{broken.Error}", CategoryOf(broken.Error), target, broken.Message, StepAfter(broken), broken),
        CanSessionException ended => Session(ended, target),
        ObjectDisposedException => Of("J1939Closed", ErrorCategory.ConnectionError, target, ModuleMessages.Of(failure), "Claim an address again: Connect-CanJ1939.", failure),
        ArgumentException wrong => OptionOutOfRange(wrong),
        _ => null,
    };

    private static string? StepAfter(J1939Exception failure) => failure.Error switch
    {
        J1939Error.NoAddress => "Claim another address: Disconnect-CanJ1939, then Connect-CanJ1939 with another -Address, or with -AnyAddress.",
        J1939Error.NoAnswer => "Check that somebody with this address is there and awake (Get-CanJ1939Node), or wait longer.",
        _ => failure.Recommendation,
    };

    private static ErrorCategory CategoryOf(J1939Error error) => error switch
    {
        J1939Error.LinkLost => ErrorCategory.ConnectionError,
        J1939Error.NoAddress => ErrorCategory.ResourceUnavailable,
        J1939Error.NoAnswer or J1939Error.NoPacket => ErrorCategory.OperationTimeout,
        J1939Error.NotSupported => ErrorCategory.ObjectNotFound,
        J1939Error.AccessDenied => ErrorCategory.PermissionDenied,
        J1939Error.Busy => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.ProtocolError,
    };
}
