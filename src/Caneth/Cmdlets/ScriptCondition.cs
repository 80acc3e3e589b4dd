using System.Management.Automation;

namespace Caneth.Cmdlets;

/// <summary>Asks a condition that a user wrote as a script block.</summary>
internal static class ScriptCondition
{
    /// <summary>Whether it holds for an object, which the script sees as <c>$_</c>, as that of Where-Object does.</summary>
    public static bool Holds(ScriptBlock script, object value) => LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value)]));
}
