using System.Management.Automation;

namespace Caneth.Binding;

/// <summary>Reads a switch that a CSV file gives as text: <c>True</c> or <c>False</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReadSwitchAttribute : ReadAttribute
{
    /// <inheritdoc/>
    protected override object Read(object argument) => Argument.ValueOf(argument) is string text
        ? new SwitchParameter(text.Length > 0 && bool.Parse(text))
        : argument;
}
