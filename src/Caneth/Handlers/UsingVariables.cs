using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace Caneth.Handlers;

/// <summary>
/// Carries what <c>$using:</c> names in a script block into another runspace: each becomes an ordinary variable there. The
/// engine does so only inside its own remoting and job commands.
/// </summary>
internal static class UsingVariables
{
    /// <summary>Replaces <c>$using:</c> in a script.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="valueOf">Evaluates a variable where the script block was written.</param>
    /// <returns>The text without <c>$using:</c>, and the variables it needs.</returns>
    public static (string Text, IReadOnlyDictionary<string, object?> Variables) Extract(ScriptBlock script, Func<string, object?> valueOf)
    {
        var root = script.Ast;
        var text = new StringBuilder(root.Extent.Text);
        var variables = new Dictionary<string, object?>();

        // From the last to the first, so that earlier places stay where they are.
        foreach (var found in root.FindAll(node => node is UsingExpressionAst, searchNestedScriptBlocks: true)
            .OrderByDescending(node => node.Extent.StartOffset))
        {
            var variable = (VariableExpressionAst)((UsingExpressionAst)found).SubExpression;
            var name = variable.VariablePath.UserPath;
            var carried = $"__using_{name}";
            variables[carried] = valueOf(name);
            text.Remove(found.Extent.StartOffset - root.Extent.StartOffset, found.Extent.EndOffset - found.Extent.StartOffset)
                .Insert(found.Extent.StartOffset - root.Extent.StartOffset, $"${{{carried}}}");
        }

        return (text.ToString(), variables);
    }
}
