using System.Management.Automation;

namespace Caneth;

/// <content>The errors about servers.</content>
internal static partial class CanErrors
{
    public static ErrorRecord ServerNameTaken(string name) => Of("ServerNameTaken", ErrorCategory.ResourceExists, name,
        $"A server named '{name}' runs already.",
        "Use that one, stop it first, or give this one another name with -Name.");

    public static ErrorRecord ServerNotFound(string name, IEnumerable<string> known) => Of("ServerNotFound", ErrorCategory.ObjectNotFound, name,
        $"No server named '{name}' runs. {Known("Servers", known)}",
        "Give one of the names that Get-CanServer shows.");

    public static ErrorRecord ServerNotStarted(string name, Exception exception) => Of("ServerNotStarted", ErrorCategory.ResourceUnavailable, name,
        exception.Message,
        "Give another port with -Port, or -Port 0 for one that is free; -Address must be an address of this computer.", exception);
}
