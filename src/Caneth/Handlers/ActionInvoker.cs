using System.Management.Automation;
using System.Reflection;

namespace Caneth.Handlers;

/// <summary>Invokes an action with the frame as <c>$_</c>, so that what it emits leaves a cmdlet as it comes.</summary>
/// <remarks>
/// ForEach-Object and Invoke-Command run their script blocks through <c>ScriptBlock.InvokeUsingCmdlet</c>, which is internal to the engine. The public
/// ways either collect the output and lose it when the action fails (<c>InvokeWithContext</c>), or start a pipeline for each frame
/// (<c>&amp;</c>), which costs ten times as much. Should an engine not have the method any more, the first of them takes its place.
/// </remarks>
internal static class ActionInvoker
{
    private static readonly Action<ScriptBlock, Cmdlet, object, object?[]> Door = Find() ?? Collect;

    /// <summary>Runs an action in a scope of its own.</summary>
    /// <param name="action">The action.</param>
    /// <param name="cmdlet">Whose output and error streams it writes to.</param>
    /// <param name="item">What <c>$_</c> is.</param>
    /// <param name="arguments">Its arguments.</param>
    public static void Invoke(ScriptBlock action, Cmdlet cmdlet, object item, params object?[] arguments) =>
        Door(action, cmdlet, item, arguments);

    private static void Collect(ScriptBlock action, Cmdlet cmdlet, object item, object?[] arguments) =>
        cmdlet.WriteObject(action.InvokeWithContext(null, [new PSVariable("_", item)], arguments), enumerateCollection: true);

    private static Action<ScriptBlock, Cmdlet, object, object?[]>? Find()
    {
        const int WriteToCurrentErrorPipe = 1;
        var method = typeof(ScriptBlock).GetMethod("InvokeUsingCmdlet", BindingFlags.Instance | BindingFlags.NonPublic);
        if (method?.GetParameters() is not [_, _, { ParameterType.IsEnum: true } handling, _, _, _, _])
        {
            return null;
        }

        var nothing = System.Management.Automation.Internal.AutomationNull.Value;
        var toErrorPipe = Enum.ToObject(handling.ParameterType, WriteToCurrentErrorPipe);
        var invoker = MethodInvoker.Create(method);
        return (action, cmdlet, item, arguments) =>
            invoker.Invoke(action, new Span<object?>([cmdlet, true, toErrorPipe, item, nothing, nothing, arguments]));
    }
}
