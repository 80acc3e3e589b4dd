using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Caneth.Handlers;

/// <summary>
/// The host of a background handler: shows on the user's, and lives its own life. What would end or stop the user's shell ends nothing.
/// </summary>
/// <param name="user">The user's host.</param>
/// <param name="shell">The handlers of the user's shell: what is shown takes its turn with what they show.</param>
internal sealed class BackgroundHost(PSHost user, HandlerQueue shell) : PSHost
{
    public override string Name => user.Name;

    public override Version Version => user.Version;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override CultureInfo CurrentCulture => user.CurrentCulture;

    public override CultureInfo CurrentUICulture => user.CurrentUICulture;

    public override PSObject PrivateData => user.PrivateData;

    public override PSHostUserInterface UI { get; } = new BackgroundHostUserInterface(user.UI, shell);

    /// <summary>Is not done: the shell is the user's.</summary>
    public override void SetShouldExit(int exitCode)
    {
    }

    public override void EnterNestedPrompt() => throw new NotSupportedException("A background handler has no prompt.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("A background handler has no prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
