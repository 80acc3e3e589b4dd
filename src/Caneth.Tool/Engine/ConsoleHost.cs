using System.Globalization;
using System.Management.Automation.Host;

namespace Caneth.Tool.Engine;

/// <summary>The face that the engine sees of this command.</summary>
internal sealed class ConsoleHost(IScreen screen) : PSHost
{
    /// <summary>What a script said with <c>exit</c>; null as long as it has not.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "caneth";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new();

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override PSHostUserInterface UI => UserInterface;

    /// <summary>The user interface.</summary>
    public ConsoleUserInterface UserInterface { get; } = new(screen);

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("There are no nested prompts here.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("There are no nested prompts here.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
