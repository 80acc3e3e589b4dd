using System.Management.Automation;
using Caneth.Sessions;

namespace Caneth;

/// <content>The errors about bridges.</content>
internal static partial class CanErrors
{
    public static ErrorRecord BridgeNameTaken(string name) => Of("BridgeNameTaken", ErrorCategory.ResourceExists, name,
        $"A bridge named '{name}' runs already.",
        "Use that one, stop it first, or give this one another name with -Name.");

    public static ErrorRecord BridgeNotFound(string name, IEnumerable<string> known) => Of("BridgeNotFound", ErrorCategory.ObjectNotFound, name,
        $"No bridge named '{name}' runs. {Known("Bridges", known)}",
        "Give one of the names that Get-CanBridge shows.");

    public static ErrorRecord BridgeLoop(string name, Exception exception) => Of("BridgeLoop", ErrorCategory.InvalidOperation, name,
        exception.Message,
        "See what Get-CanBridge shows; one bridge carries frames both ways. Stop another first, or join other devices.", exception);

    public static ErrorRecord SameDevice(CanSession session) => Of("SameDevice", ErrorCategory.InvalidArgument, session,
        $"A bridge joins two devices, and '{session.Name}' was given twice.",
        "Give another one with -To.");
}
